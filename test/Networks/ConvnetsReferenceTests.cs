using System.Text.Json;
using Graft.Networks;
using Graft.Tests.Networks.Evaluation;

namespace Graft.Tests.Networks;

/// <summary>The convolutional families against what torchvision made of them (eng/reference/convnets.py).</summary>
public sealed class ConvnetsReferenceTests
{
    private const string File = "convnets.json";

    private static readonly Dictionary<string, JsonElement> Rows = Named("rows"), Twins = Named("twins");

    public static TheoryData<string> RowNames => [.. Rows.Keys];

    public static TheoryData<string> TwinNames => [.. Twins.Keys];

    [Theory, MemberData(nameof(RowNames))]
    public void Names_and_shapes_are_torchvisions(string name)
    {
        var graph = ModelCatalogue.Build(name);
        var reference = Rows[name].GetProperty("state_dict");

        Assert.Equal(reference.GetProperty("count").GetInt32(), graph.Parameters.Count);
        Assert.Equal(reference.GetProperty("sha256").GetString(), StateDictionary.Sha256(graph));
        Assert.Equal(Rows[name].GetProperty("parameters").GetInt64(), graph.Parameters.Where(p => p.IsTrainable).Sum(p => p.Count));
    }

    [Theory, MemberData(nameof(TwinNames))]
    public void A_twin_has_its_golden_values_at_every_stage_and_at_the_output(string name)
    {
        var (reference, graph) = (Twins[name], ModelCatalogue.Build(name, 10));
        Assert.Equal(reference.GetProperty("state_dict").GetProperty("sha256").GetString(), StateDictionary.Sha256(graph));
        var stages = reference.GetProperty("stages").EnumerateArray().Select(ReferenceSummary.From).ToList();
        int[] wanted = [.. graph.Stages.Take(stages.Count).Select(stage => stage.Output), graph.Output];

        var values = GraphEvaluator.Run(graph, ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(2, 64), wanted);

        Assert.All(values.Zip([.. stages, ReferenceSummary.From(reference.GetProperty("logits"))]), pair =>
            pair.Second.AssertMatches(pair.First.Shape, pair.First.Data));
    }

    [Theory]
    [InlineData("squeezenet1_1")]
    [InlineData("shufflenet_v2_x0_5")]
    [InlineData("mnasnet0_5")]
    [InlineData("mobilenet_v3_small")]
    [InlineData("efficientnet_b1")]
    public void A_network_filled_by_name_answers_as_its_original(string name)
    {
        var reference = ReferenceSummary.Model(File, name);
        var graph = ModelCatalogue.Build(name);

        var logits = GraphEvaluator.Run(graph, ReferenceNetwork.Parameters(graph), ReferenceNetwork.Input(2, reference.GetProperty("input")[2].GetInt32()));

        ReferenceSummary.From(reference.GetProperty("logits")).AssertMatches(logits.Shape, logits.Data);
    }

    private static Dictionary<string, JsonElement> Named(string part)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Repository.At("test", "reference", File)));
        return document.RootElement.GetProperty(part).EnumerateArray().ToDictionary(row => row.GetProperty("model").GetString()!, row => row.Clone());
    }
}
