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

/// <summary>The instruction sets that resampling is written for; all give the same bytes.</summary>
internal enum ResampleKernel
{
    /// <summary>Plain C#, the reference.</summary>
    Scalar,

    /// <summary>128-bit vectors of any processor.</summary>
    Vector128,

    /// <summary>256-bit vectors with x86's multiply-add of 16-bit pairs.</summary>
    Avx2,
}

/// <summary>Resizes images with the pixels that Pillow's <c>Image.resize</c> gives.</summary>
internal static class Resampler
{
    /// <summary>Resizes an image; the size it already has returns the same object.</summary>
    /// <param name="image">The image.</param>
    /// <param name="width">Pixels across, at least 1.</param>
    /// <param name="height">Pixels down, at least 1.</param>
    /// <param name="interpolation">The filter.</param>
    public static RgbImage Resize(RgbImage image, int width, int height, Interpolation interpolation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (image.Width == width && image.Height == height) return image;
        var result = new RgbImage(width, height);
        ResampleEngine.Run(new PixelSource(image), OutputWindow.Whole(width, height), interpolation, result.Pixels, width * 3);
        return result;
    }
}
