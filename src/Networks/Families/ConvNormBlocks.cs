namespace Graft.Networks.Families;

/// <summary>What MobileNet, RegNet and EfficientNet are built of, with the family's batch-norm settings.</summary>
internal sealed class ConvNormBlocks(GraphBuilder graph, double epsilon = 1e-5, double momentum = 0.1)
{
    public GraphBuilder Graph => graph;

    /// <summary>Convolution <c>name.0</c> padded to keep the size at stride 1, batch norm <c>name.1</c>, and a function if there is one.</summary>
    public int Conv(string name, int x, int width, (int Kernel, int Stride) window, Activation? function = null, int groups = 1)
    {
        var padded = Window.Square(window.Kernel, window.Stride, window.Kernel / 2);
        x = graph.Norm($"{name}.1", graph.Conv($"{name}.0", x, width, padded, groups), epsilon, momentum);
        return function is { } activation ? graph.Activate(x, activation) : x;
    }

    /// <summary>Depthwise <see cref="Conv"/>.</summary>
    public int Depthwise(string name, int x, (int Kernel, int Stride) window, Activation function) =>
        Conv(name, x, graph.ChannelsOf(x), window, function, graph.ChannelsOf(x));

    /// <summary>Squeeze and excitation (arXiv:1709.01507): every channel scaled by what two 1x1 convolutions make of all channels' means.</summary>
    public int SqueezeExcitation(string name, int x, int squeezed, Activation inner, Activation outer)
    {
        var scale = graph.Conv($"{name}.fc1", graph.AdaptiveAveragePool(x), squeezed, Window.Square(1), bias: true);
        scale = graph.Conv($"{name}.fc2", graph.Activate(scale, inner), graph.ChannelsOf(x), Window.Square(1), bias: true);
        return graph.Multiply(x, graph.Activate(scale, outer));
    }
}
