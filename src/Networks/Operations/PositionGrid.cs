namespace Graft.Networks;

/// <summary>
/// Position embeddings learned on one grid, used on another: bicubic interpolation with aligned corners, the same as torchvision's
/// interpolate_embeddings does once to a checkpoint. Here it is part of the network, so that one checkpoint serves all sizes.
/// </summary>
internal static class PositionGrid
{
    private const double Cubic = -0.75; // torch's coefficient of the cubic kernel

    /// <summary>A matrix (height * width) x (grid * grid): each new position as a weighted sum of the old ones, both row by row.</summary>
    public static float[] Weights(int grid, int height, int width)
    {
        var (down, across) = (Axis(grid, height), Axis(grid, width));
        var weights = new float[height * width * grid * grid];
        for (var i = 0; i < weights.Length; i++)
        {
            var (position, source) = (i / (grid * grid), i % (grid * grid));
            weights[i] = (float)(down[position / width, source / grid] * across[position % width, source % grid]);
        }
        return weights;
    }

    /// <summary>A table 1 x (1 + grid grid) x channels for a map of another size: 1 x (1 + height width) x channels; the class token's row stays.</summary>
    public static float[] Resize(ReadOnlySpan<float> table, int grid, int height, int width)
    {
        if ((height, width) == (grid, grid)) return table.ToArray();
        var (channels, sources) = (table.Length / (grid * grid + 1), grid * grid);
        var weights = Weights(grid, height, width);
        var result = new float[(height * width + 1) * channels];
        table[..channels].CopyTo(result);
        for (var position = 0; position < height * width; position++)
        {
            var row = result.AsSpan((position + 1) * channels, channels);
            for (var source = 0; source < sources; source++)
            {
                var weight = weights[position * sources + source];
                if (weight == 0) continue;
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(table.Slice((source + 1) * channels, channels), weight, row, row);
            }
        }
        return result;
    }

    private static double[,] Axis(int from, int to)
    {
        var weights = new double[to, from];
        for (var i = 0; i < to; i++)
        {
            var place = to > 1 ? (double)i * (from - 1) / (to - 1) : 0;
            var first = (int)Math.Floor(place);
            for (var tap = -1; tap <= 2; tap++) weights[i, Math.Clamp(first + tap, 0, from - 1)] += Kernel(Math.Abs(place - first - tap));
        }
        return weights;
    }

    private static double Kernel(double x) => x switch
    {
        <= 1 => ((Cubic + 2) * x - (Cubic + 3)) * x * x + 1,
        < 2 => ((Cubic * x - 5 * Cubic) * x + 8 * Cubic) * x - 4 * Cubic,
        _ => 0,
    };
}
