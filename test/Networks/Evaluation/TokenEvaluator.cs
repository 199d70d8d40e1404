using System.Numerics.Tensors;
using Graft.Networks;

namespace Graft.Tests.Networks.Evaluation;

/// <summary>The operations of transformers, plainly: a map is first laid out as a row of channels for each pixel.</summary>
internal static class TokenEvaluator
{
    public static HostTensor Compute(Operation operation, HostTensor x, ParameterSet parameters) => operation switch
    {
        Operation.LayerNorm n => PerPixel(x, n.Channels, (row, result) => Normalise(row, result, parameters[$"{n.Name}.weight"].Data, parameters[$"{n.Name}.bias"].Data, n.Epsilon)),
        Operation.PixelLinear l => PerPixel(x, l.Out, (row, result) =>
            Multiply(row, result, parameters[$"{l.Name}.weight"].Data, l.HasBias ? parameters[$"{l.Name}.bias"].Data : null)),
        Operation.LayerScale s => PerPixel(x, s.Channels, (row, result) => TensorPrimitives.Multiply(row, parameters[$"{s.Name}.layer_scale"].Data, result)),
        Operation.TokenEmbedding t => Embed(t, x, parameters),
        Operation.PatchMap => Map(x),
        Operation.FirstToken => FirstToken(x),
        Operation.SpaceToDepth => Fold(x),
        Operation.SelfAttention or Operation.WindowAttention => AttentionEvaluator.Run(operation, x, parameters),
        _ => throw new NotSupportedException(operation.ToString()),
    };

    /// <summary>N x C x H x W (or N x C) to rows of C.</summary>
    public static float[][] Rows(HostTensor x)
    {
        var (channels, pixels) = (x.Shape[1], Pixels(x));
        return [.. Enumerable.Range(0, x.Shape[0] * pixels).Select(i =>
            Enumerable.Range(0, channels).Select(channel => x.Data[(i / pixels * channels + channel) * pixels + i % pixels]).ToArray())];
    }

    /// <summary>The way back.</summary>
    public static HostTensor FromRows(float[][] rows, params int[] shape)
    {
        var pixels = shape.Skip(2).Aggregate(1, (product, dimension) => product * dimension);
        var data = new float[rows.Length * shape[1]];
        for (var i = 0; i < rows.Length; i++)
            for (var channel = 0; channel < shape[1]; channel++) data[(i / pixels * shape[1] + channel) * pixels + i % pixels] = rows[i][channel];
        return new(shape, data);
    }

    public static void Multiply(ReadOnlySpan<float> row, Span<float> result, float[] weight, float[]? bias)
    {
        for (var i = 0; i < result.Length; i++) result[i] = TensorPrimitives.Dot(row, weight.AsSpan(i * row.Length, row.Length)) + (bias?[i] ?? 0);
    }

    private delegate void Pixel(ReadOnlySpan<float> row, Span<float> result);

    private static HostTensor PerPixel(HostTensor x, int channels, Pixel function)
    {
        var rows = Rows(x);
        for (var i = 0; i < rows.Length; i++)
        {
            var result = new float[channels];
            function(rows[i], result);
            rows[i] = result;
        }
        return FromRows(rows, [x.Shape[0], channels, .. x.Shape.Skip(2)]);
    }

    private static void Normalise(ReadOnlySpan<float> row, Span<float> result, float[] weight, float[] bias, double epsilon)
    {
        double mean = 0, variance = 0;
        foreach (var value in row) mean += value / (double)row.Length;
        foreach (var value in row) variance += (value - mean) * (value - mean) / row.Length;
        for (var i = 0; i < row.Length; i++) result[i] = (float)((row[i] - mean) / Math.Sqrt(variance + epsilon) * weight[i] + bias[i]);
    }

    private static HostTensor Embed(Operation.TokenEmbedding t, HostTensor x, ParameterSet parameters)
    {
        var positions = PositionGrid.Resize(parameters[t.Positions].Data, t.Grid, x.Shape[2], x.Shape[3]);
        var (pixels, rows, token) = (Pixels(x), Rows(x), parameters[t.ClassToken].Data);
        float[] At(float[] row, int position) => [.. row.Select((value, channel) => value + positions[position * t.Channels + channel])];
        return FromRows([.. Enumerable.Range(0, x.Shape[0]).SelectMany(n => Enumerable.Range(0, pixels + 1)
            .Select(i => At(i == 0 ? token : rows[n * pixels + i - 1], i)))], x.Shape[0], t.Channels, 1, pixels + 1);
    }

    private static HostTensor Map(HostTensor x)
    {
        var (tokens, side) = (x.Shape[3], (int)Math.Sqrt(x.Shape[3] - 1));
        return FromRows([.. Rows(x).Where((_, i) => i % tokens > 0)], x.Shape[0], x.Shape[1], side, side);
    }

    private static HostTensor FirstToken(HostTensor x) => FromRows([.. Rows(x).Where((_, i) => i % x.Shape[3] == 0)], x.Shape[0], x.Shape[1]);

    private static HostTensor Fold(HostTensor x)
    {
        var (channels, height, width) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        var (down, across) = ((height + 1) / 2, (width + 1) / 2);
        var data = new float[x.Shape[0] * 4 * channels * down * across];
        for (var i = 0; i < data.Length; i++)
        {
            var (n, part, channel) = (i / across / down / channels / 4, i / across / down / channels % 4, i / across / down % channels);
            var (row, column) = (2 * (i / across % down) + part % 2, 2 * (i % across) + part / 2);
            if (row < height && column < width) data[i] = x.Data[((n * channels + channel) * height + row) * width + column];
        }
        return new([x.Shape[0], 4 * channels, down, across], data);
    }

    private static int Pixels(HostTensor x) => x.Shape.Skip(2).Aggregate(1, (product, dimension) => product * dimension);
}
