using Graft.Networks;

namespace Graft.Training;

/// <summary>Layout and precision of a training.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Precision">The precision.</param>
internal sealed record EngineChoice(MemoryLayout Layout, Precision Precision)
{
    /// <summary>
    /// What the user chose, with a warning where it is slow here; otherwise float32, in the layout that was measured to be faster
    /// for this kind of network on this processor, provided that its kernels are right.
    /// </summary>
    public static EngineChoice For(TrainingJob job, ITrainingObserver observer)
    {
        var choice = Fast(job.Graph, job.Options, observer);
        if (job.Options.Layout is not null || OnlyHead(job)) return choice;
        using var check = new LayoutCheck(job);
        if (check.Agrees(choice.Layout)) return choice;
        var other = choice.Layout == MemoryLayout.ChannelsFirst ? MemoryLayout.ChannelsLast : MemoryLayout.ChannelsFirst;
        if (!check.Agrees(other))
        {
            observer.Noted("On this processor the library's kernels give wrong values for this network in both layouts: do not trust what comes out of "
                + $"this training. Another {Flag.Of("--imgsz")} may help.", isWarning: true);
            return choice;
        }
        observer.Noted($"On this processor the {(other == MemoryLayout.ChannelsFirst ? "channels-last" : "channels-first")} kernels give wrong values "
            + "for this network: it is trained in the other layout.", isWarning: true);
        return choice with { Layout = other };
    }

    // One matrix product has no layout.
    private static bool OnlyHead(TrainingJob job) => job.Train is not ISizedImages && job.Phases.All(phase => phase.TrainFrom == job.Graph.Stages[^1].Name)
        && job.Graph.Nodes.Where(node => node.Stage == job.Graph.Stages[^1].Name).All(node => node.Operation is not Operation.Convolution);

    private static EngineChoice Fast(Graph graph, TrainingOptions options, ITrainingObserver observer)
    {
        var precision = options.Precision ?? Precision.Float32;
        if (options.Layout is { } chosen && precision == Precision.Float32) return new EngineChoice(chosen, precision);
        var speed = EngineSpeed.OfThisMachine();
        // A matrix product at each pixel wants its channels side by side, whatever convolutions like.
        if (options.Layout is null && precision == Precision.Float32 && graph.Nodes.Any(node => node.Operation is Operation.PixelLinear))
            return new EngineChoice(MemoryLayout.ChannelsLast, precision);
        var kind = IsDepthwise(graph) ? speed.Depthwise : speed.Dense;
        var layout = options.Layout ?? kind.FasterLayout(precision);
        if (precision == Precision.Bfloat16 && kind.Bfloat16Gain is var gain and < 1)
            observer.Noted(gain == 0
                ? $"This processor has no instructions for bfloat16: training will be about ten times slower than with {Flag.Of("--precision", "fp32")}."
                : $"bfloat16 was measured at {gain:0.0} times the speed of float32 on this machine; {Flag.Of("--precision", "fp32")} is faster.",
                isWarning: true);
        return new EngineChoice(layout, precision);
    }

    private static bool IsDepthwise(Graph graph) => graph.Nodes.Any(node => node.Operation is Operation.Convolution { Groups: > 1 } c && c.Groups == c.In);
}
