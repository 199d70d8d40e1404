namespace Graft.Networks;

/// <summary>A detector as graphs: one over the image, and one for each thing that is done with a region.</summary>
public sealed record DetectionNetwork
{
    /// <summary>The row it was built from.</summary>
    public required DetectionArchitecture Architecture { get; init; }

    /// <summary>Values that classes are told by: with the background as the first in two-stage detectors.</summary>
    public required int Outputs { get; init; }

    /// <summary>
    /// Over the image. Answers with the pyramid's levels <c>level.0</c>.., then <c>scores.0</c>.. and <c>codes.0</c>.. about the anchors of
    /// each: N x anchors (x classes) x H x W and N x anchors x 4 x H x W as channels.
    /// </summary>
    public required Graph Trunk { get; init; }

    /// <summary>Over regions N x width x 7 x 7: <c>logits</c> N x outputs and <c>codes</c> N x (outputs x 4). Null for one stage.</summary>
    public Graph? BoxHead { get; init; }

    /// <summary>Over regions N x width x 14 x 14: logits N x outputs x 28 x 28. Null without masks.</summary>
    public Graph? MaskHead { get; init; }

    /// <summary>All of them side by side, for names, loading and counting; it cannot be run.</summary>
    public required Graph Whole { get; init; }

    /// <summary>Pixels per place of each level, the finest first.</summary>
    public required IReadOnlyList<int> Strides { get; init; }

    /// <summary>Levels that regions are cut from; the others serve proposals only.</summary>
    public int RegionLevels => Architecture.Pyramid.Taps.Count;

    /// <summary>Classes without a background.</summary>
    public int Classes => Architecture.IsTwoStage ? Outputs - 1 : Outputs;

    /// <summary>The graphs that work on regions.</summary>
    public IReadOnlyList<Graph> Heads => [.. new[] { BoxHead, MaskHead }.OfType<Graph>()];

    /// <summary>Every side of an image must be a multiple of this, so that padding is the same for all sizes.</summary>
    public const int SizeMultiple = 32;

    /// <summary>Builds the graphs.</summary>
    /// <param name="architecture">The row.</param>
    /// <param name="classes">Classes without a background.</param>
    public static DetectionNetwork Build(DetectionArchitecture architecture, int classes)
    {
        var outputs = architecture.IsTwoStage ? classes + 1 : classes;
        var (trunk, strides) = new TrunkBuilder(architecture, outputs).Build();
        var box = architecture.BoxHead is { } boxes ? RegionHeads.Boxes(architecture, boxes, outputs) : null;
        var mask = architecture.MaskHead is { } masks ? RegionHeads.Masks(architecture, masks, outputs) : null;
        var whole = new GraphBuilder(architecture.Name);
        whole.Embed(trunk, whole.Input, "");
        foreach (var head in new[] { box, mask }.OfType<Graph>()) whole.Embed(head, whole.Outside(head.InputChannels), "");
        return new DetectionNetwork
        {
            Architecture = architecture,
            Outputs = outputs,
            Trunk = trunk,
            BoxHead = box,
            MaskHead = mask,
            Strides = strides,
            Whole = WithEachStageOnce(whole.Build(0)),
        };
    }

    /// <summary>Cost for one image of this size, with as many proposals and detections as it may have.</summary>
    public GraphCost CostAt(int height, int width)
    {
        var sum = GraphCost.Of(Trunk, height, width).MultiplyAdds;
        if (BoxHead is not null) sum += Architecture.Proposals * GraphCost.Of(BoxHead, DetectionArchitecture.Cells, DetectionArchitecture.Cells).MultiplyAdds;
        if (MaskHead is not null) sum += Architecture.MaxDetections * GraphCost.Of(MaskHead, MaskHeadOptions.Cells, MaskHeadOptions.Cells).MultiplyAdds;
        return new GraphCost(Whole.Parameters.Where(spec => spec.IsTrainable).Sum(spec => spec.Count), sum);
    }

    private static Graph WithEachStageOnce(Graph graph) =>
        new(graph.Name, graph.Nodes, [.. graph.Stages.DistinctBy(stage => stage.Name)], graph.Output, null) { Initialisation = graph.Initialisation };

    /// <summary>torchvision's detector with its 91 outputs for COCO's categories.</summary>
    public static DetectionNetwork BuildPublished(string name)
    {
        var architecture = DetectionCatalogue.Find(name);
        return Build(architecture, architecture.IsTwoStage ? 90 : 91);
    }
}
