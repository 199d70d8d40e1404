namespace Graft.Imaging;

/// <summary>Applies the contract: the one implementation behind every path.</summary>
internal static class Preprocessor
{
    /// <returns>Size of the image itself, upright.</returns>
    public static (int Width, int Height) Load(Preprocess preprocess, ReadOnlySpan<byte> bytes, string name, DecodeOptions options, Span<byte> destination)
    {
        using var pixels = Decoder.Decode(bytes, name, options, new ShrinkGoal(0, 0, preprocess));
        Apply(preprocess, pixels.Source, destination);
        return (pixels.Source.Layout.ImageWidth, pixels.Source.Layout.ImageHeight);
    }

    public static void Apply(Preprocess preprocess, PixelSource source, Span<byte> destination)
    {
        if (destination.Length != preprocess.Width * preprocess.Height * 3)
            throw new ArgumentException($"{preprocess.Width} x {preprocess.Height} x 3 bytes are needed, not {destination.Length}.");
        var geometry = PreprocessGeometry.Of(preprocess, source.Layout.ImageWidth, source.Layout.ImageHeight);
        var window = geometry.Window;
        if (window.Width < preprocess.Width || window.Height < preprocess.Height) Fill(preprocess, destination);
        var first = (geometry.PadTop * preprocess.Width + geometry.PadLeft) * 3;
        ResampleEngine.Run(source, window, preprocess.Interpolation, destination[first..], preprocess.Width * 3);
    }

    /// <summary>Around a letterboxed image lies the mean colour, around one that is smaller than the crop torchvision's black.</summary>
    private static void Fill(Preprocess preprocess, Span<byte> destination)
    {
        if (preprocess.Letterbox) FittedImage.Fill(preprocess, destination);
        else destination.Clear();
    }
}

/// <summary>The sizes torchvision's Resize and CenterCrop come to for an image of a given size, or those of a whole image.</summary>
/// <param name="Window">The size the image is resized to and the part of it that is kept.</param>
/// <param name="PadLeft">Columns left of the kept part, when the resized image is narrower than the input.</param>
/// <param name="PadTop">Rows above it.</param>
internal readonly record struct PreprocessGeometry(OutputWindow Window, int PadLeft, int PadTop)
{
    public static PreprocessGeometry Of(Preprocess preprocess, int width, int height)
    {
        if (preprocess is { ResizeShorter: 0, Letterbox: true }) return Letterboxed(preprocess, width, height);
        if (preprocess.ResizeShorter == 0) return new(OutputWindow.Whole(preprocess.Width, preprocess.Height), 0, 0);
        var (fullWidth, fullHeight) = Resized(width, height, preprocess.ResizeShorter);
        var (left, padLeft, keptWidth) = Crop(fullWidth, preprocess.Width);
        var (top, padTop, keptHeight) = Crop(fullHeight, preprocess.Height);
        return new(new OutputWindow(fullWidth, fullHeight, left, top, keptWidth, keptHeight), padLeft, padTop);
    }

    /// <summary>As large as fits, rounded to whole pixels, in the middle; an odd row or column lies behind.</summary>
    private static PreprocessGeometry Letterboxed(Preprocess preprocess, int width, int height)
    {
        var scale = Math.Min((double)preprocess.Width / width, (double)preprocess.Height / height);
        var (fullWidth, fullHeight) = (Side(width * scale, preprocess.Width), Side(height * scale, preprocess.Height));
        return new(OutputWindow.Whole(fullWidth, fullHeight), (preprocess.Width - fullWidth) / 2, (preprocess.Height - fullHeight) / 2);

        static int Side(double length, int limit) => Math.Clamp((int)Math.Round(length), 1, limit);
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
