using System.Buffers;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Imaging;

/// <summary>
/// Resizing in two passes, columns first and rows second with 8 bits between, as Pillow does. Only the source rows and the
/// output pixels that the window needs are computed.
/// </summary>
internal static class ResampleEngine
{
    /// <summary>The fastest kernel of this processor.</summary>
    public static ResampleKernel Best { get; } = Avx2.IsSupported ? ResampleKernel.Avx2
        : Vector128.IsHardwareAccelerated ? ResampleKernel.Vector128 : ResampleKernel.Scalar;

    /// <summary>Fills the window's rows, 3 bytes per pixel, <paramref name="stride"/> bytes apart.</summary>
    public static void Run(PixelSource source, OutputWindow window, Interpolation interpolation, Span<byte> destination, int stride)
    {
        if (interpolation == Interpolation.Nearest) NearestSampler.Run(source, window, destination, stride);
        else Run(source, ResamplePlan.For(source, window, interpolation), Best, destination, stride);
    }

    /// <summary>Fills the rows of a plan with a kernel of choice.</summary>
    public static void Run(PixelSource source, ResamplePlan plan, ResampleKernel kernel, Span<byte> destination, int stride)
    {
        var between = ArrayPool<byte>.Shared.Rent((plan.Rows + 1) * plan.RowStride);
        try
        {
            HorizontalPass.Run(source, plan, kernel, between);
            VerticalPass.Run(between, plan, kernel, destination, stride);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(between);
        }
    }
}
