using System.Numerics.Tensors;
using Graft.Networks;

namespace Graft.Tests.Networks.Evaluation;

/// <summary>A graph computed as plainly as possible, in evaluation mode, to check tables and rewritings against. No engine.</summary>
internal static class GraphEvaluator
{
    /// <summary>Output for a batch.</summary>
    public static HostTensor Run(Graph graph, ParameterSet parameters, HostTensor input) => Run(graph, parameters, input, graph.Output)[0];

    /// <summary>Values of some nodes for a batch.</summary>
    public static IReadOnlyList<HostTensor> Run(Graph graph, ParameterSet parameters, HostTensor input, params int[] wanted)
    {
        var needed = graph.Needed(wanted);
        var lastReader = new int[graph.Nodes.Count];
        foreach (var node in graph.Nodes.Where(node => needed[node.Index]))
            foreach (var read in node.Inputs) lastReader[read] = node.Index;
        var values = new HostTensor?[graph.Nodes.Count];
        foreach (var node in graph.Nodes.Where(node => needed[node.Index]))
        {
            values[node.Index] = Compute(node.Operation, [.. node.Inputs.Select(read => values[read]!)], parameters, input);
            foreach (var read in node.Inputs)
                if (lastReader[read] == node.Index && !wanted.Contains(read)) values[read] = null; // keeps large images in memory
        }
        return [.. wanted.Select(node => values[node]!)];
    }

    private static HostTensor Compute(Operation operation, HostTensor[] x, ParameterSet parameters, HostTensor input) => operation switch
    {
        Operation.Input => input,
        Operation.Convolution c => ConvolutionEvaluator.Run(c, x[0], parameters),
        Operation.BatchNorm b => Norm(b, x[0], parameters),
        Operation.ChannelAffine a => PerChannel(x[0], (value, channel) => value * a.Scale[channel] + a.Shift[channel]),
        Operation.Activate a => PerChannel(x[0], (value, _) => Activate(a.Function, value)),
        Operation.MaxPool p => PoolEvaluator.Run(x[0], p.Window, p.CeilMode, isMaximum: true),
        Operation.AveragePool { CountIncludesPadding: true } p => PoolEvaluator.Run(x[0], p.Window, ceilMode: false, isMaximum: false),
        Operation.AdaptiveAveragePool p => PoolEvaluator.Adaptive(x[0], p.Height, p.Width),
        Operation.Flatten => new([x[0].Shape[0], x[0].Data.Length / x[0].Shape[0]], x[0].Data),
        Operation.Linear l => Linear(l, x[0], parameters),
        Operation.UnitLength => UnitLength(x[0]),
        Operation.Add => Sum(x[0], x[1]),
        Operation.Concatenate => Concatenate(x),
        Operation.Resize { Mode: ResizeMode.Nearest } => Nearest(x[0], x[1].Shape[2], x[1].Shape[3]),
        Operation.Dropout or Operation.StochasticDepth => x[0],
        Operation.Multiply => Product(x[0], x[1]),
        Operation.ZeroPad p => Padded(p, x[0]),
        Operation.ChannelSlice s => Channels(x[0], s.Count, channel => s.Start + channel),
        Operation.ChannelShuffle s => Channels(x[0], x[0].Shape[1], channel => channel % s.Groups * (x[0].Shape[1] / s.Groups) + channel / s.Groups),
        _ => TokenEvaluator.Compute(operation, x[0], parameters),
    };

    private static HostTensor Norm(Operation.BatchNorm b, HostTensor x, ParameterSet parameters)
    {
        float[] Part(string name) => parameters[$"{b.Name}.{name}"].Data;
        var (gamma, beta, mean, variance) = (Part("weight"), Part("bias"), Part("running_mean"), Part("running_var"));
        var scale = gamma.Zip(variance, (g, v) => (float)(g / Math.Sqrt(v + b.Epsilon))).ToArray();
        return PerChannel(x, (value, channel) => (value - mean[channel]) * scale[channel] + beta[channel]);
    }

    private static HostTensor UnitLength(HostTensor x)
    {
        var width = x.Shape[1];
        return x with
        {
            Data = [.. x.Data.Chunk(width).SelectMany(row =>
            {
                var length = Math.Sqrt(row.Sum(value => (double)value * value));
                return row.Select(value => (float)(length == 0 ? 0 : value / length));
            })],
        };
    }

    private static HostTensor Padded(Operation.ZeroPad pad, HostTensor x)
    {
        int[] shape = [x.Shape[0], x.Shape[1] + pad.Channels, x.Shape[2] + pad.Rows, x.Shape[3] + pad.Columns];
        var result = new float[shape.Aggregate(1, (product, dimension) => product * dimension)];
        for (var row = 0; row < x.Data.Length / x.Shape[3]; row++)
        {
            var (image, channel, y) = (row / (x.Shape[1] * x.Shape[2]), row / x.Shape[2] % x.Shape[1], row % x.Shape[2]);
            x.Data.AsSpan(row * x.Shape[3], x.Shape[3]).CopyTo(result.AsSpan(((image * shape[1] + channel) * shape[2] + y) * shape[3]));
        }
        return new(shape, result);
    }

    private static float Activate(Activation function, float value) => function switch
    {
        Activation.Relu => Math.Max(value, 0),
        Activation.Relu6 => Math.Clamp(value, 0, 6),
        Activation.Silu => value / (1 + MathF.Exp(-value)),
        Activation.HardSwish => value * Math.Clamp(value + 3, 0, 6) / 6,
        Activation.HardSigmoid => Math.Clamp(value + 3, 0, 6) / 6,
        Activation.Sigmoid => 1 / (1 + MathF.Exp(-value)),
        Activation.Tanh => MathF.Tanh(value),
        Activation.LeakyRelu => Math.Max(value, 0.1f * value),
        Activation.Gelu => (float)(value * (1 + ErrorFunction.Of(value / Math.Sqrt(2))) / 2),
        _ => throw new NotSupportedException(function.ToString()),
    };

    private static HostTensor PerChannel(HostTensor x, Func<float, int, float> function)
    {
        var (channels, pixels) = (x.Shape[1], x.Shape.Skip(2).Aggregate(1, (product, dimension) => product * dimension));
        var result = new float[x.Data.Length];
        Parallel.For(0, x.Shape[0] * channels, plane =>
        {
            for (var i = plane * pixels; i < (plane + 1) * pixels; i++) result[i] = function(x.Data[i], plane % channels);
        });
        return new(x.Shape, result);
    }

    private static HostTensor Linear(Operation.Linear l, HostTensor x, ParameterSet parameters)
    {
        var weight = parameters[$"{l.Name}.weight"].Data;
        var bias = l.HasBias ? parameters[$"{l.Name}.bias"].Data : new float[l.Out];
        var result = new float[x.Shape[0] * l.Out];
        Parallel.For(0, result.Length, i =>
            result[i] = bias[i % l.Out] + TensorPrimitives.Dot(x.Data.AsSpan(i / l.Out * l.In, l.In), weight.AsSpan(i % l.Out * l.In, l.In)));
        return new([x.Shape[0], l.Out], result);
    }

    private static HostTensor Nearest(HostTensor x, int height, int width)
    {
        var result = new float[x.Shape[0] * x.Shape[1] * height * width];
        for (var i = 0; i < result.Length; i++)
        {
            var (plane, row, column) = (i / (height * width), i / width % height * x.Shape[2] / height, i % width * x.Shape[3] / width);
            result[i] = x.Data[(plane * x.Shape[2] + row) * x.Shape[3] + column];
        }
        return new([x.Shape[0], x.Shape[1], height, width], result);
    }

    private static HostTensor Sum(HostTensor x, HostTensor y)
    {
        var result = new float[x.Data.Length];
        TensorPrimitives.Add(x.Data, y.Data, result);
        return new(x.Shape, result);
    }

    private static HostTensor Product(HostTensor x, HostTensor y)
    {
        var repeats = x.Data.Length / y.Data.Length; // pixels per channel, or 1
        return new(x.Shape, [.. x.Data.Select((value, i) => value * y.Data[i / repeats])]);
    }

    private static HostTensor Channels(HostTensor x, int count, Func<int, int> from)
    {
        var (channels, pixels) = (x.Shape[1], x.Shape.Skip(2).Aggregate(1, (product, dimension) => product * dimension));
        var result = new float[x.Shape[0] * count * pixels];
        for (var plane = 0; plane < x.Shape[0] * count; plane++)
            x.Data.AsSpan((plane / count * channels + from(plane % count)) * pixels, pixels).CopyTo(result.AsSpan(plane * pixels));
        return new([x.Shape[0], count, .. x.Shape.Skip(2)], result);
    }

    private static HostTensor Concatenate(HostTensor[] parts)
    {
        var count = parts[0].Shape[0];
        var result = new float[parts.Sum(part => part.Data.Length)];
        var at = 0;
        for (var n = 0; n < count; n++)
            foreach (var part in parts)
            {
                var size = part.Data.Length / count;
                part.Data.AsSpan(n * size, size).CopyTo(result.AsSpan(at));
                at += size;
            }
        return new([count, parts.Sum(part => part.Shape[1]), .. parts[0].Shape.Skip(2)], result);
    }
}
