namespace Graft.Imaging;

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
