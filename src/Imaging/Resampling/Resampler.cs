namespace Graft.Imaging;

/// <summary>Resizes images with the pixels that Pillow's <c>Image.resize</c> gives.</summary>
public static class Resampler
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
