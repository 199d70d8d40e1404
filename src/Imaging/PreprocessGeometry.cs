namespace Graft.Imaging;

/// <summary>The sizes torchvision's Resize and CenterCrop come to for an image of a given size.</summary>
/// <param name="Window">The size the image is resized to and the part of it that is kept.</param>
/// <param name="PadLeft">Black columns left of the kept part, when the resized image is narrower than the crop.</param>
/// <param name="PadTop">Black rows above it.</param>
internal readonly record struct PreprocessGeometry(OutputWindow Window, int PadLeft, int PadTop)
{
    public static PreprocessGeometry Of(Preprocess preprocess, int width, int height)
    {
        if (preprocess.ResizeShorter == 0)
            return new(OutputWindow.Whole(preprocess.Width, preprocess.Height), 0, 0);
        var (fullWidth, fullHeight) = Resized(width, height, preprocess.ResizeShorter);
        var (left, padLeft, keptWidth) = Crop(fullWidth, preprocess.Width);
        var (top, padTop, keptHeight) = Crop(fullHeight, preprocess.Height);
        return new(new OutputWindow(fullWidth, fullHeight, left, top, keptWidth, keptHeight), padLeft, padTop);
    }

    /// <summary>The shorter side becomes <paramref name="shorter"/>; the longer is cut to whole pixels, not rounded.</summary>
    private static (int Width, int Height) Resized(int width, int height, int shorter) => width <= height
        ? (shorter, Math.Max(1, (int)((double)((long)shorter * height) / width)))
        : (Math.Max(1, (int)((double)((long)shorter * width) / height)), shorter);

    /// <summary>Halves are rounded to even, as Python does; an image that is too small is padded, the odd pixel behind.</summary>
    private static (int First, int Padding, int Kept) Crop(int length, int crop) => length < crop
        ? (0, (crop - length) / 2, length)
        : ((int)Math.Round((length - crop) / 2.0, MidpointRounding.ToEven), 0, crop);
}
