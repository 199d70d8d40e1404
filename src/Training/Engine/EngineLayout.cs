using Graft.Networks;

namespace Graft.Training;

/// <summary>The layout of a training.</summary>
internal static class EngineLayout
{
    /// <summary>
    /// What the user chose; otherwise the layout that was measured to be faster in float32 for this kind of network on this processor, provided that its
    /// kernels are right.
    /// </summary>
    public static MemoryLayout Float32(TrainingJob job, ITrainingObserver observer)
    {
        if (job.Options.Layout is { } chosen) return chosen;
        var layout = Fast(job.Graph);
        if (OnlyHead(job)) return layout;
        using var check = new LayoutCheck(job);
        if (check.Agrees(layout)) return layout;
        var other = layout == MemoryLayout.ChannelsFirst ? MemoryLayout.ChannelsLast : MemoryLayout.ChannelsFirst;
        if (!check.Agrees(other))
        {
            observer.Noted("On this processor the library's kernels give wrong values for this network in both layouts: do not trust what comes out of "
                + $"this training. Another {Flag.Of("--imgsz")} may help.", isWarning: true);
            return layout;
        }
        observer.Noted($"On this processor the {(other == MemoryLayout.ChannelsFirst ? "channels-last" : "channels-first")} kernels give wrong values "
            + "for this network: it is trained in the other layout.", isWarning: true);
        return other;
    }

    /// <summary>Whether all that is trained is one matrix product: it has no layout.</summary>
    public static bool OnlyHead(TrainingJob job) => job.Train is not ISizedImages && job.Phases.All(phase => phase.TrainFrom == job.Graph.Stages[^1].Name)
        && job.Graph.Nodes.Where(node => node.Stage == job.Graph.Stages[^1].Name).All(node => node.Operation is not Operation.Convolution);

    private static MemoryLayout Fast(Graph graph)
    {
        // A matrix product at each pixel wants its channels side by side, whatever convolutions like.
        if (graph.Nodes.Any(node => node.Operation is Operation.PixelLinear)) return MemoryLayout.ChannelsLast;
        var speed = EngineSpeed.OfThisMachine();
        return (IsDepthwise(graph) ? speed.Depthwise : speed.Dense).FasterLayout;
    }

    private static bool IsDepthwise(Graph graph) => graph.Nodes.Any(node => node.Operation is Operation.Convolution { Groups: > 1 } c && c.Groups == c.In);
}
