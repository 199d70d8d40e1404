using Graft.Networks;
using Graft.Tests.Networks.Evaluation;

namespace Graft.Tests.Networks;

/// <summary>ConvNeXt, ViT, Swin and MaxViT against torchvision's own classes (eng/reference/transformers.py), computed without any engine.</summary>
public sealed class TransformerReferenceTests
{
    private const string File = "transformers.json";

    public static TheoryData<string> Twins => [.. ReferenceSummary.Models(File, "twins").Select(twin => twin.GetProperty("model").GetString()!)];

    public static TheoryData<string, int> Published => [.. ReferenceSummary.Models(File, "state_dicts").Select(row =>
        (row.GetProperty("model").GetString()!, row.GetProperty("image_size") is { ValueKind: System.Text.Json.JsonValueKind.Number } side ? side.GetInt32() : 0))];

    [Theory, MemberData(nameof(Published))]
    public void Names_and_shapes_are_those_of_the_published_checkpoints(string name, int side)
    {
        var graph = ModelCatalogue.Find(name).Build(positions: side);
        var row = ReferenceSummary.Models(File, "state_dicts").Single(row => row.GetProperty("model").GetString() == name
            && (row.GetProperty("image_size").ValueKind == System.Text.Json.JsonValueKind.Null ? 0 : row.GetProperty("image_size").GetInt32()) == side);

        Assert.Equal(row.GetProperty("state_dict").GetProperty("count").GetInt32(), graph.Parameters.Count);
        Assert.Equal(row.GetProperty("state_dict").GetProperty("sha256").GetString(), StateDictionary.Sha256(graph));
        Assert.Equal(row.GetProperty("parameters").GetInt64(), graph.Parameters.Where(p => p.IsTrainable).Sum(p => p.Count));
    }

    [Theory, MemberData(nameof(Twins))]
    public void A_twin_answers_as_torchvision_at_its_end_and_at_every_stage(string name)
    {
        var reference = ReferenceSummary.Models(File, "twins").Single(twin => twin.GetProperty("model").GetString() == name);
        var graph = ModelCatalogue.Build(name, 5);
        Assert.Equal(reference.GetProperty("state_dict").GetProperty("sha256").GetString(), StateDictionary.Sha256(graph));
        var taps = graph.Stages.SkipLast(2).Select(stage => stage.Output).ToArray();

        var values = GraphEvaluator.Run(graph, ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(2, 64), [.. taps, graph.Output]);

        Assert.All(values.Zip(reference.GetProperty("stages").EnumerateArray().Append(reference.GetProperty("logits"))),
            pair => ReferenceSummary.From(pair.Second).AssertMatches(pair.First.Shape, pair.First.Data));
        Assert.Equal(taps.Length + 1, values.Count);
    }

    [Fact]
    public void Images_of_other_sizes_get_torchvisions_answers_too() => Assert.All(ReferenceSummary.Models(File, "resized"), reference =>
    {
        var graph = ModelCatalogue.Build(reference.GetProperty("model").GetString()!, 5);
        var (height, width) = (reference.GetProperty("input")[2].GetInt32(), reference.GetProperty("input")[3].GetInt32());

        var logits = GraphEvaluator.Run(graph, ReferenceNetwork.Parameters(graph), new([2, 3, height, width], ReferenceFill.Input(2, 3, height, width)));

        ReferenceSummary.From(reference.GetProperty("logits")).AssertMatches(logits.Shape, logits.Data);
    });
}
