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

    private static void AssertMatches(JsonElement summary, torch.Tensor found) =>
        ReferenceSummary.From(summary).AssertMatches([.. found.shape.Select(side => (int)side)], HostTensors.ToHost(found).Data);
}
