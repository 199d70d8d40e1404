using Graft.Data;
using Graft.Networks;

namespace Graft.Cli;

/// <summary>torchvision's detectors and segmentation networks as rows of <c>graft models</c>.</summary>
internal static class OtherModels
{
    private const int VocClasses = 21, SegmentationSide = 520;

    /// <summary>The flags that list them.</summary>
    public static string Flags { get; } = Words.And(
        Enum.GetValues<TaskKind>().Where(kind => kind is not (TaskKind.Classify or TaskKind.Identities)).Select(kind => $"--task {kind.Name()}"));

    /// <summary>Rows of a task; of all but classification when null.</summary>
    public static IEnumerable<ModelRow> Of(TaskKind? task) => DetectionCatalogue.Names.Select(Detector)
        .Concat(SegmentationCatalogue.Published.Select(Segmenter)).Where(row => task is null || row.Kind == task);

    /// <summary>The row of that name; null when it is none of these.</summary>
    public static ModelRow? Find(string name) =>
        DetectionCatalogue.Names.Contains(name) ? Detector(name)
        : SegmentationCatalogue.Published.FirstOrDefault(entry => entry.Name == name) is { } entry ? Segmenter(entry)
        : null;

    private static ModelRow Detector(string name)
    {
        var network = DetectionNetwork.BuildPublished(name);
        var architecture = network.Architecture;
        var (height, width) = (Up(architecture.ShorterSide), Up(architecture.LongerSide));
        var family = architecture is { IsTwoStage: false } ? "RetinaNet" : architecture.MaskHead is null ? "Faster R-CNN" : "Mask R-CNN";
        var cost = network.CostAt(height, width);
        return new(name, family, architecture.Paper, width, cost.Parameters, cost.MultiplyAdds,
            [.. WeightsCatalogue.For(name).Select(weights => WeightsDto.Of(weights, cost.MultiplyAdds))])
        {
            Kind = architecture.MaskHead is null ? TaskKind.Detect : TaskKind.Instances,
            InputHeight = height,
            FirstLayer = $"that of {architecture.Backbone}, its backbone",
            Stages = Stages(network.Trunk, height, width),
        };
    }

    private static ModelRow Segmenter(SegmentationEntry entry)
    {
        var graph = entry.Build(VocClasses);
        var total = GraphCost.Of(graph, SegmentationSide, SegmentationSide);
        return new(entry.Name, entry.Family, entry.Paper, SegmentationSide, total.Parameters, total.MultiplyAdds,
            [.. WeightsCatalogue.For(entry.Name).Select(weights => WeightsDto.Of(weights, total.MultiplyAdds))])
        {
            Kind = TaskKind.Segment,
            FirstLayer = $"that of {entry.Backbone}, its backbone",
            Stages = Stages(graph, SegmentationSide, SegmentationSide),
        };
    }

    private static List<StageDto> Stages(Graph graph, int height, int width) =>
        [.. graph.Stages.Zip(GraphSummary.Of(graph, height, width).Stages, StageDto.Of)];

    private static int Up(int side) => (side + DetectionNetwork.SizeMultiple - 1) / DetectionNetwork.SizeMultiple * DetectionNetwork.SizeMultiple;
}
