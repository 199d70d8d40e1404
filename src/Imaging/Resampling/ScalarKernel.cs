namespace Graft.Imaging;

/// <summary>The reference: what the vectorised kernels must equal to the bit.</summary>
internal static class ScalarKernel
{
    private const int Half = 1 << (ResampleTable.Precision - 1);

    /// <summary>One row, from pixels of <paramref name="channels"/> bytes to pixels of 3.</summary>
    public static void Horizontal(ReadOnlySpan<byte> row, int channels, ResampleTable table, Span<byte> output)
    {
        for (var x = 0; x < table.Length; x++)
        {
            int red = Half, green = Half, blue = Half;
            var weights = table.Weights.AsSpan(x * table.Taps, table.Counts[x]);
            var at = table.Starts[x] * channels;
            foreach (var weight in weights)
            {
                red += row[at] * weight;
                green += row[at + 1] * weight;
                blue += row[at + 2] * weight;
                at += channels;
            }
            output[x * 3] = Clip(red);
            output[x * 3 + 1] = Clip(green);
            output[x * 3 + 2] = Clip(blue);
        }
    }

    /// <summary>Bytes <paramref name="from"/> to the end of one output row, from the rows below one another in <paramref name="rows"/>.</summary>
    public static void Vertical(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights, Span<byte> output, int from = 0)
    {
        for (var i = from; i < output.Length; i++)
        {
            var sum = Half;
            for (var t = 0; t < weights.Length; t++) sum += rows[t * stride + i] * weights[t];
            output[i] = Clip(sum);
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleTable.Precision, 0, 255);
}
