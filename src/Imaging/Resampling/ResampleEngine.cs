using System.Buffers;

namespace Graft.Imaging;

/// <summary>
/// Resizing in two passes, columns first and rows second with 8 bits between, as Pillow does. Only the source rows and the
/// output pixels that the window needs are computed.
/// </summary>
internal static class ResampleEngine
{
    /// <summary>Fills the window's rows, 3 bytes per pixel, <paramref name="stride"/> bytes apart.</summary>
    public static void Run(PixelSource source, OutputWindow window, Interpolation interpolation, Span<byte> destination, int stride)
    {
        if (interpolation == Interpolation.Nearest)
        {
            NearestSampler.Run(source, window, destination, stride);
            return;
        }
        var box = source.Box;
        var columns = ResampleTable.Create(new ResampleAxis(source.Width, box.Left, box.Width, window.FullWidth), interpolation, window.Left, window.Width);
        var rows = ResampleTable.Create(new ResampleAxis(source.Height, box.Top, box.Height, window.FullHeight), interpolation, window.Top, window.Height);
        int first = rows.Starts[0], count = rows.End - first;
        var between = ArrayPool<byte>.Shared.Rent(count * window.Width * 3);
        var rowBytes = source.Width * source.Channels;
        for (var y = 0; y < count; y++)
            ScalarKernel.Horizontal(source.Pixels.Slice((first + y) * rowBytes, rowBytes), source.Channels, columns, between.AsSpan(y * window.Width * 3));
        for (var y = 0; y < window.Height; y++)
            ScalarKernel.Vertical(between.AsSpan((rows.Starts[y] - first) * window.Width * 3), window.Width * 3,
                rows.Weights.AsSpan(y * rows.Taps, rows.Counts[y]), destination.Slice(y * stride, window.Width * 3));
        ArrayPool<byte>.Shared.Return(between);
    }
}
