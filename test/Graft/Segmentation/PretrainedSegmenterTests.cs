using Graft.Artifacts;
using Graft.Networks;

namespace Graft.Tests;

public sealed class PretrainedSegmenterTests
{
    [Theory]
    [InlineData("fcn_resnet50", "classifier.4", "aux_classifier.4")]
    [InlineData("deeplabv3_mobilenet_v3_large", "classifier.4", "aux_classifier.4")]
    [InlineData("lraspp_mobilenet_v3_large", "classifier.low_classifier", "classifier.high_classifier")]
    public void A_checkpoint_of_pascals_classes_gets_new_last_layers_for_other_classes(string name, params string[] fresh)
    {
        using var folder = new TestFolder();
        var published = ParameterInitialiser.Create(SegmentationCatalogue.Build(name, 21), 9);
        SafeTensors.Write(folder["coco.safetensors"], published, new Dictionary<string, string>());
        var model = PretrainedSegmenter.Load(name, folder["coco.safetensors"], classes: 4);
        Assert.Equal(fresh.Order(StringComparer.Ordinal), model.FreshLayers.Order(StringComparer.Ordinal));
        Assert.Equal(4, model.Graph.OutputChannels);
        foreach (var kept in model.Report!.Loaded) Assert.Equal(published[kept].Data, model.Parameters[kept].Data);
    }

    [Theory]
    [InlineData("fcn_resnet50", "classifier.4", "aux_classifier.4")]
    [InlineData("lraspp_mobilenet_v3_large", "classifier.low_classifier", "classifier.high_classifier")]
    public void Twenty_one_classes_of_ones_own_get_new_last_layers_too(string name, params string[] fresh)
    {
        var entry = SegmentationCatalogue.Find(name);
        var graph = entry.Build(21);
        var (published, initial) = (ParameterInitialiser.Create(graph, 9), ParameterInitialiser.Create(graph, 1));
        using var folder = new TestFolder();
        SafeTensors.Write(folder["coco.safetensors"], published, new Dictionary<string, string>());
        using var file = Checkpoint.Open(folder["coco.safetensors"]);
        var renewed = PretrainedSegmenter.WithNewClassifier(CheckpointLoader.Load(graph, file), entry, graph, initial);
        Assert.Equal(fresh.Order(StringComparer.Ordinal),
            renewed.Report.Reinitialised.Select(tensor => tensor[..tensor.LastIndexOf('.')]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(initial[$"{fresh[0]}.weight"].Data, renewed.Parameters[$"{fresh[0]}.weight"].Data);
        var first = "backbone." + (name.StartsWith("fcn", StringComparison.Ordinal) ? "conv1.weight" : "0.0.weight");
        Assert.Equal(published[first].Data, renewed.Parameters[first].Data);
    }

    [Fact]
    public void A_tag_of_the_backbone_asks_for_the_backbones_weights()
    {
        var absent = Assert.Throws<GraftException>(() => PretrainedSegmenter.Load("fcn_resnet50.IMAGENET1K_V2", classes: 4));
        Assert.Contains("resnet50.IMAGENET1K_V2 is not on this machine", absent.Message);
        Assert.Contains("fcn_resnet50.COCO_WITH_VOC_LABELS_V1",
            Assert.Throws<GraftException>(() => PretrainedSegmenter.Load("fcn_resnet50", classes: 4)).Message);
    }

    [Fact]
    public void The_ledger_names_the_published_weights_through_a_run_of_ones_own()
    {
        using var folder = new TestFolder();
        var model = PretrainedSegmenter.Load(classes: 3);
        Assert.Equal(("efficientnet_lite0", true), (model.Origin!.Model, model.Origin.Tag is not null));
        SafeTensors.Write(folder["best.safetensors"], model.Parameters, WeightsLedger.Header(model.Graph.Name, model.Origin));
        var next = PretrainedSegmenter.Load("efficientnet_lite0", folder["best.safetensors"], classes: 3);
        Assert.Empty(next.FreshLayers);
        Assert.Equal(("fpn_efficientnet_lite0", model.Origin), (next.Origin!.Model, next.Origin.Parent));
    }
}
