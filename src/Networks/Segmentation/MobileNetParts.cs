namespace Graft.Networks;

/// <summary>MobileNetV3-Large as torchvision's segmentation networks take it: stride 16, and two maps.</summary>
internal static class MobileNetParts
{
    public const string Model = "mobilenet_v3_large";

    /// <summary>What its names begin with and lose in a segmentation network.</summary>
    public const string Dropped = "features.";

    /// <summary>Up to the last convolution, the last stride gone.</summary>
    public static Graph Dilated()
    {
        var graph = SegmentationBackbone.UpToPooling(Model);
        return graph.Dilated(graph.Stages.Last(stage => stage.Name.StartsWith("stage", StringComparison.Ordinal)).Name, stridedReachesFurther: true);
    }

    /// <summary>The map of stride 8 that heads read: the first block of the stage behind it (C2 of the paper), so before that stage's other blocks.</summary>
    public static int LowOf(Graph backbone)
    {
        // Blocks end in a norm or a sum; the first of its stage has a stride, so no sum: its output is the third norm behind the stage's start.
        var stage = backbone.Stages.Last(candidate => candidate.Stride == 8).Name;
        var narrow = backbone.StageNamed(stage).Channels;
        return backbone.Nodes.First(node => node.Stage == stage && node.Operation is Operation.BatchNorm && node.Channels == narrow).Index;
    }
}
