using System.Text.Json;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training.Detection;

/// <summary>torchvision's detectors, filled by name, against its own answers.</summary>
public sealed class ReferenceDetectorTests
{
    [Theory]
    [InlineData("fasterrcnn_resnet50_fpn")]
    [InlineData("maskrcnn_resnet50_fpn")]
    public void A_detector_filled_by_name_answers_as_its_original(string name)
    {
        var reference = ReferenceSummary.Model("detection.json", name);
        var network = DetectionNetwork.BuildPublished(name);
        var parameters = ReferenceNetwork.Parameters(network.Whole);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();

        using var trunk = new TorchGraph(network.Trunk, parameters);
        var answers = trunk.Forward(torch.tensor(ReferenceFill.Input(1, 3, 160, 224), [1, 3, 160, 224]), isTraining: false).Outputs;
        var levels = network.Strides.Count;
        var features = reference.GetProperty("features");
        foreach (var (level, i) in new[] { "0", "1", "2", "3", "pool" }.Select((level, i) => (level, i)))
        {
            AssertMatches(features.GetProperty(level), answers[i]);
            AssertMatches(reference.GetProperty("rpn_objectness")[i], answers[levels + i]);
            AssertMatches(reference.GetProperty("rpn_deltas")[i], answers[2 * levels + i]);
        }

        var architecture = network.Architecture;
        var anchors = AnchorGenerator.Generate(new AnchorOptions(architecture.AnchorSizes, architecture.AnchorRatios),
            [.. Enumerable.Range(0, levels).Select(i => ((int)answers[i].shape[2], (int)answers[i].shape[3]))], 160, 224);
        float[] edges = [.. anchors.SelectMany(box => new[] { box.X1, box.Y1, box.X2, box.Y2 })];
        ReferenceSummary.From(reference.GetProperty("anchors")).AssertMatches([anchors.Length, 4], edges);

        Region[] regions = [.. reference.GetProperty("boxes").Deserialize<float[][]>()!.Select(b => new Region(0, new Box(b[0], b[1], b[2], b[3])))];
        var pooling = RegionPooling.Of(network);
        var (pooled, order) = pooling.Pool([.. answers.Take(network.RegionLevels)], regions, DetectionArchitecture.Cells);
        pooled = pooled.index_select(0, torch.tensor(order.Select((place, i) => (place, i)).OrderBy(p => p.place).Select(p => (long)p.i).ToArray()));
        AssertMatches(reference.GetProperty("roi_pool"), pooled);

        using var boxHead = new TorchGraph(network.BoxHead!, parameters);
        var boxes = boxHead.Forward(pooled, isTraining: false).Outputs;
        AssertMatches(reference.GetProperty("class_logits"), boxes[0]);
        AssertMatches(reference.GetProperty("box_regression"), boxes[1]);

        if (network.MaskHead is null) return;
        var (cells, maskOrder) = pooling.Pool([.. answers.Take(network.RegionLevels)], regions, MaskHeadOptions.Cells);
        cells = cells.index_select(0, torch.tensor(maskOrder.Select((place, i) => (place, i)).OrderBy(p => p.place).Select(p => (long)p.i).ToArray()));
        using var maskHead = new TorchGraph(network.MaskHead, parameters);
        AssertMatches(reference.GetProperty("mask_logits"), maskHead.Forward(cells, isTraining: false).Output);
    }

    [Theory]
    [InlineData("retinanet_resnet50_fpn")]
    [InlineData("retinanet_resnet50_fpn_v2")]
    [InlineData("fasterrcnn_resnet50_fpn_v2")]
    [InlineData("fasterrcnn_mobilenet_v3_large_320_fpn")]
    public void Further_detectors_have_their_originals_maps_and_answers(string name)
    {
        var reference = ReferenceSummary.Model("detection_more.json", name);
        var network = DetectionNetwork.BuildPublished(name);
        var parameters = ReferenceNetwork.Parameters(network.Whole);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var trunk = new TorchGraph(network.Trunk, parameters);
        var answers = trunk.Forward(torch.tensor(ReferenceFill.Input(1, 3, 160, 224), [1, 3, 160, 224]), isTraining: false).Outputs;
        var levels = network.Strides.Count;
        Assert.Equal(levels, reference.GetProperty("features").GetArrayLength());
        for (var i = 0; i < levels; i++)
        {
            AssertMatches(reference.GetProperty("features")[i], answers[i]);
            AssertMatches(reference.GetProperty("scores")[i], answers[levels + i]);
            AssertMatches(reference.GetProperty("codes")[i], answers[2 * levels + i]);
        }
        if (!reference.TryGetProperty("class_logits", out var logits)) return;
        using var boxHead = new TorchGraph(network.BoxHead!, parameters);
        var boxes = boxHead.Forward(torch.tensor(ReferenceFill.Tensor("cells", [3, 256, 7, 7]), [3, 256, 7, 7]), isTraining: false).Outputs;
        AssertMatches(logits, boxes[0]);
        AssertMatches(reference.GetProperty("box_regression"), boxes[1]);
    }

    [Theory]
    [InlineData("retinanet_resnet50_fpn")]
    [InlineData("retinanet_resnet50_fpn_v2")]
    [InlineData("fasterrcnn_resnet50_fpn_v2")]
    [InlineData("fasterrcnn_mobilenet_v3_large_fpn")]
    [InlineData("fasterrcnn_mobilenet_v3_large_320_fpn")]
    public void Sizes_and_limits_are_the_originals(string name)
    {
        var settings = ReferenceSummary.Model("detection_more.json", name).GetProperty("settings");
        var architecture = DetectionCatalogue.Find(name);
        Assert.Equal(settings.GetProperty("min_size")[0].GetInt32(), architecture.ShorterSide);
        Assert.Equal(settings.GetProperty("max_size").GetInt32(), architecture.LongerSide);
        Assert.Equal(settings.GetProperty("detections").GetInt32(), architecture.MaxDetections);
        var detection = new DetectionOptions();
        Assert.Equal(settings.GetProperty("score_thresh").GetSingle(), detection.ScoreThreshold);
        Assert.Equal(settings.GetProperty("nms_thresh").GetDouble(), detection.OverlapThreshold);
        if (!architecture.IsTwoStage)
        {
            Assert.Equal(OneStageDecoder.BeforeSuppression, settings.GetProperty("candidates").GetInt32());
            return;
        }
        var proposals = TorchDetector.ProposalsOf(DetectionNetwork.BuildPublished(name));
        Assert.Equal(settings.GetProperty("before").GetInt32(), proposals.BeforeSuppression);
        Assert.Equal(settings.GetProperty("after").GetInt32(), proposals.AfterSuppression);
        Assert.Equal(settings.GetProperty("rpn_nms").GetDouble(), proposals.OverlapThreshold);
        Assert.Equal(settings.GetProperty("rpn_score").GetSingle(), proposals.ScoreThreshold);
    }

    private static void AssertMatches(JsonElement summary, torch.Tensor found) =>
        ReferenceSummary.From(summary).AssertMatches([.. found.shape.Select(side => (int)side)], HostTensors.ToHost(found).Data);
}
