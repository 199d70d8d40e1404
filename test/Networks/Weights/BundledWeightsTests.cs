using Graft.Networks;
using Graft.Tests.Networks.Evaluation;

namespace Graft.Tests.Networks;

/// <summary>The bundled files in the graphs they are for, against the answers of their original.</summary>
public sealed class BundledWeightsTests
{
    [Theory]
    [InlineData("efficientnet_lite0")]
    [InlineData("efficientnet_lite2")]
    public void A_bundled_network_answers_as_its_original(string name)
    {
        var graph = ModelCatalogue.Build(name);
        using var checkpoint = Checkpoint.Open(WeightsStore.Resolve(name).Path);
        var (parameters, report) = CheckpointLoader.Load(graph, checkpoint);
        Assert.Empty(report.Unexpected);
        Assert.Equal(graph.Parameters.Count(spec => spec.Role == ParameterRole.BatchCount), report.CountersFromZero.Count);
        Assert.Equal(WeightsCatalogue.Find(name).Parameters, graph.Parameters.Where(spec => spec.IsTrainable).Sum(spec => spec.Count));

        var reference = ReferenceSummary.Model("efficientnet_lite.json", name);
        var logits = GraphEvaluator.Run(graph, parameters, ReferenceNetwork.Input(2, reference.GetProperty("input")[2].GetInt32()));
        ReferenceSummary.From(reference.GetProperty("pretrained").GetProperty("logits")).AssertMatches(logits.Shape, logits.Data);
    }

    [Theory]
    [InlineData("efficientnet_lite0")]
    [InlineData("efficientnet_lite2")]
    public void Its_images_are_prepared_as_for_its_original(string name)
    {
        var photos = ReferenceSummary.Model("efficientnet_lite.json", name).GetProperty("pretrained").GetProperty("photos");
        var preprocess = WeightsCatalogue.Find(name).Preprocess;
        Assert.Equal(photos.GetProperty("resize_shorter").GetInt32(), preprocess.ResizeShorter);
        Assert.Equal(photos.GetProperty("crop").GetInt32(), preprocess.Width);
        Assert.StartsWith(preprocess.Interpolation.ToString(), photos.GetProperty("interpolation").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_model_with_published_weights_has_the_parameters_the_catalogue_says()
    {
        foreach (var entry in ModelCatalogue.Entries)
            foreach (var weights in WeightsCatalogue.For(entry.Name).Where(weights => weights.Classes > 0))
            {
                // GoogLeNet's file has auxiliary classifiers that were never trained, and torchvision does not count them.
                var graph = entry.Name == "googlenet" ? entry.Build(weights.Classes).WithoutAuxiliary() : entry.Build(weights.Classes, weights.Preprocess.Width);
                Assert.Equal((weights.Name, weights.Parameters), (weights.Name, graph.Parameters.Where(spec => spec.IsTrainable).Sum(spec => spec.Count)));
            }
    }
}
