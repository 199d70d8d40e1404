using Graft.Networks;

namespace Graft.Tests.Artifacts;

/// <summary>Twins of ConvNeXt, ViT, Swin and MaxViT through OnnxWriter and ONNX Runtime against torchvision's own classes.</summary>
public sealed class TransformerTests
{
    public static TheoryData<string> Twins => [.. ReferenceSummary.Models("transformers.json", "twins").Select(twin => twin.GetProperty("model").GetString()!)];

    [Theory, MemberData(nameof(Twins))]
    public void A_twin_answers_as_torchvision_at_its_end_and_at_every_stage(string name)
    {
        var reference = ReferenceSummary.Models("transformers.json", "twins").Single(twin => twin.GetProperty("model").GetString() == name);
        var graph = ModelCatalogue.Build(name, 5);
        var (parameters, input) = (ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(2, 64));

        AssertAnswers(graph, parameters, input, reference.GetProperty("logits"));
        Assert.All(graph.Stages.SkipLast(2).Zip(reference.GetProperty("stages").EnumerateArray()),
            pair => AssertAnswers(graph.EndingAt(pair.First.Name), parameters, input, pair.Second));
    }

    [Theory, MemberData(nameof(Twins))]
    public void A_part_takes_up_where_another_ends(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        var (parameters, input) = (ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(3, 64));
        var whole = OnnxRun.Floats(graph, parameters, input);
        foreach (var stage in new[] { "stage1", "stage3", "head" })
        {
            var (prefix, suffix) = graph.SplitBefore(stage);
            var actual = OnnxRun.Floats(suffix, parameters, OnnxRun.Floats(prefix!, parameters, input));
            Assert.All(whole.Data.Zip(actual.Data), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
        }
    }

    [Fact]
    public void Images_of_other_sizes_get_torchvisions_answers_too() => Assert.All(ReferenceSummary.Models("transformers.json", "resized"), reference =>
    {
        var graph = ModelCatalogue.Build(reference.GetProperty("model").GetString()!, 5);
        var (height, width) = (reference.GetProperty("input")[2].GetInt32(), reference.GetProperty("input")[3].GetInt32());
        AssertAnswers(graph, ReferenceNetwork.Parameters(graph), new([2, 3, height, width], ReferenceFill.Input(2, 3, height, width)), reference.GetProperty("logits"));
    });

    [Fact]
    public void An_oblong_map_behind_a_cut_is_refused_as_a_tap()
    {
        var graph = ModelCatalogue.Build("vit_twin", 5);
        var suffix = graph.SplitBefore("stage2").Suffix.EndingAt("stage2");

        var failure = Assert.Throws<GraftException>(() => OnnxRun.Floats(suffix, ReferenceNetwork.Parameters(graph), new([1, 32, 1, 16], new float[512])));

        Assert.Contains("15 tokens do not form a square map", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertAnswers(Graph graph, ParameterSet parameters, HostTensor input, System.Text.Json.JsonElement expected)
    {
        var actual = OnnxRun.Floats(graph, parameters, input);
        ReferenceSummary.From(expected).AssertMatches(actual.Shape, actual.Data);
    }
}
