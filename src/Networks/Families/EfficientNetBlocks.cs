namespace Graft.Networks.Families;

/// <summary>Inverted residuals of EfficientNet; their chance of being left out while training grows from 0 to 0.2 over the network.</summary>
internal sealed class EfficientNetBlocks(ConvNormBlocks b, int count)
{
    private const double MaximalRate = 0.2;
    private int _done;

    public int Block(string name, int input, EfficientNetRun run)
    {
        var x = run.IsFused ? Fused(name, input, run) : Separable(name, input, run);
        var rate = MaximalRate * _done++ / count;
        if (run.Stride > 1 || run.Width != b.Graph.ChannelsOf(input)) return x;
        return b.Graph.Add(rate > 0 ? b.Graph.StochasticDepth(x, rate) : x, input);
    }

    private int Separable(string name, int input, EfficientNetRun run)
    {
        var channels = b.Graph.ChannelsOf(input);
        var (x, part) = (input, 0);
        if (run.Expansion > 1) x = b.Conv($"{name}.{part++}", x, channels * run.Expansion, (1, 1), Activation.Silu);
        x = b.Depthwise($"{name}.{part++}", x, (run.Kernel, run.Stride), Activation.Silu);
        x = b.SqueezeExcitation($"{name}.{part++}", x, Math.Max(1, channels / 4), Activation.Silu, Activation.Sigmoid);
        return b.Conv($"{name}.{part}", x, run.Width, (1, 1));
    }

    // One dense convolution in place of the 1x1 and the depthwise one.
    private int Fused(string name, int input, EfficientNetRun run) => run.Expansion == 1
        ? b.Conv($"{name}.0", input, run.Width, (run.Kernel, run.Stride), Activation.Silu)
        : b.Conv($"{name}.1", b.Conv($"{name}.0", input, b.Graph.ChannelsOf(input) * run.Expansion, (run.Kernel, run.Stride), Activation.Silu), run.Width, (1, 1));
}
