namespace Graft.Imaging;

/// <summary>The first pass: the source rows that are needed, from source columns to output columns.</summary>
internal static class HorizontalPass
{
    public static unsafe void Run(PixelSource source, ResamplePlan plan, ResampleKernel kernel, Span<byte> between)
    {
        var rowBytes = source.Width * source.Channels;
        var table = plan.Across;
        // Vector loads reach behind the last pixel of a row; the rows at the source's end have no room for that.
        var roomy = RowsWithRoom(source, plan, kernel, rowBytes);
        fixed (byte* from = source.Pixels, to = between)
        {
            var row = from + (long)plan.FirstRow * rowBytes;
            var y = 0;
            if (kernel == ResampleKernel.Avx2)
                for (; y < roomy; y += 2)
                {
                    // An odd last row is computed with itself.
                    var next = y + 1 < roomy ? 1 : 0;
                    Avx2Kernel.Horizontal(row + (long)y * rowBytes, row + (long)(y + next) * rowBytes, source.Channels, table,
                        to + y * plan.RowStride, to + (y + next) * plan.RowStride);
                }
            else if (kernel == ResampleKernel.Vector128)
                for (; y < roomy; y++)
                    Vector128Kernel.Horizontal(row + (long)y * rowBytes, source.Channels, table, to + y * plan.RowStride);
        }
        for (var y = roomy; y < plan.Rows; y++)
            ScalarKernel.Horizontal(source.Pixels.Slice((plan.FirstRow + y) * rowBytes, rowBytes), source.Channels, table,
                between.Slice(y * plan.RowStride, table.Length * 3));
    }

    private static int RowsWithRoom(PixelSource source, ResamplePlan plan, ResampleKernel kernel, int rowBytes)
    {
        var table = plan.Across;
        var reach = kernel switch
        {
            ResampleKernel.Avx2 => Furthest(table) * source.Channels + Avx2Kernel.Reach,
            ResampleKernel.Vector128 => table.End * source.Channels + Vector128Kernel.Reach,
            _ => int.MaxValue,
        };
        var last = (source.Pixels.Length - (long)reach) / rowBytes;
        return source.Pixels.Length < reach ? 0 : (int)Math.Clamp(last - plan.FirstRow + 1, 0, plan.Rows);
    }

    /// <summary>The last pixel any step of four taps starts at.</summary>
    private static int Furthest(ResampleTable table) => table.Starts[^1] + table.Taps - 4;
}

/// <summary>The second pass: from source rows to output rows.</summary>
internal static class VerticalPass
{
    public static unsafe void Run(ReadOnlySpan<byte> between, ResamplePlan plan, ResampleKernel kernel, Span<byte> destination, int stride)
    {
        var table = plan.Down;
        var length = plan.Across.Length * 3;
        // Kernels work on 16 bytes at a time; a narrower image is not worth one.
        if (length < 16) kernel = ResampleKernel.Scalar;
        for (var y = 0; y < table.Length; y++)
        {
            var rows = between[((table.Starts[y] - plan.FirstRow) * plan.RowStride)..];
            var output = destination.Slice(y * stride, length);
            // Kernels take weights in pairs; a surplus one is 0 and its row may be the spare one.
            var weights = table.Weights.AsSpan(y * table.Taps, (table.Counts[y] + 1) & ~1);
            fixed (byte* from = rows, to = output)
            {
                if (kernel == ResampleKernel.Avx2) Avx2Kernel.Vertical(from, plan.RowStride, weights, to, length);
                else if (kernel == ResampleKernel.Vector128) Vector128Kernel.Vertical(from, plan.RowStride, weights, to, length);
                else ScalarKernel.Vertical(rows, plan.RowStride, weights, output);
            }
        }
    }
}
