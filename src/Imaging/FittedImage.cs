namespace Graft.Imaging;

/// <summary>An image at the size a network of free size sees it, without the filled edges (<see cref="Preprocess.ResizeLonger"/>).</summary>
internal sealed class FittedImage
{
    private readonly Preprocess _preprocess;

    private FittedImage(Preprocess preprocess, RgbImage image, int width, int height) =>
        (_preprocess, Image, ImageWidth, ImageHeight) = (preprocess, image, width, height);

    /// <summary>The resized image.</summary>
    public RgbImage Image { get; }

    /// <summary>Width of the image itself.</summary>
    public int ImageWidth { get; }

    /// <summary>Height of the image itself.</summary>
    public int ImageHeight { get; }

    /// <summary>Pixels here per pixel of the image, across and down.</summary>
    public (double X, double Y) Scale => ((double)Image.Width / ImageWidth, (double)Image.Height / ImageHeight);

    /// <summary>Smallest input it fits into.</summary>
    public (int Height, int Width) InputSize => InputOf(_preprocess, Image.Width, Image.Height);

    /// <summary>Resizes an image as the contract says.</summary>
    public static FittedImage Of(Preprocess preprocess, RgbImage image)
    {
        var (width, height) = SizeOf(preprocess, image.Width, image.Height);
        return new FittedImage(preprocess, Resampler.Resize(image, width, height, preprocess.Interpolation), image.Width, image.Height);
    }

    /// <summary>Reads an image and resizes it.</summary>
    /// <exception cref="ImageException">The file is refused.</exception>
    public static FittedImage Load(Preprocess preprocess, string path, DecodeOptions? options = null)
    {
        using var bytes = FileBytes.Read(path);
        return Load(preprocess, bytes.Span, path, options ?? DecodeOptions.Default);
    }

    /// <summary>As <see cref="Load(Preprocess, string, DecodeOptions?)"/>, from memory.</summary>
    /// <exception cref="ImageException">The content is refused.</exception>
    public static FittedImage Load(Preprocess preprocess, ReadOnlySpan<byte> bytes, string name, DecodeOptions options)
    {
        using var pixels = Decoder.Decode(bytes, name, options, new ShrinkGoal(0, 0, preprocess));
        var (imageWidth, imageHeight) = (pixels.Layout.ImageWidth, pixels.Layout.ImageHeight);
        var (width, height) = SizeOf(preprocess, imageWidth, imageHeight);
        if ((width, height) == (pixels.Width, pixels.Height)) return new FittedImage(preprocess, pixels.ToImage(), imageWidth, imageHeight);
        var image = new RgbImage(width, height);
        ResampleEngine.Run(pixels.Source, OutputWindow.Whole(width, height), preprocess.Interpolation, image.Pixels, width * 3);
        return new FittedImage(preprocess, image, imageWidth, imageHeight);
    }

    /// <summary>The size an image is resized to: torchvision's rule, cut to whole pixels.</summary>
    public static (int Width, int Height) SizeOf(Preprocess preprocess, int width, int height)
    {
        if (preprocess.ResizeLonger < 1) throw new ArgumentException("The contract is for images of one size.", nameof(preprocess));
        var scale = Math.Min((double)preprocess.ResizeShorter / Math.Min(width, height), (double)preprocess.ResizeLonger / Math.Max(width, height));
        return (Math.Max(1, (int)(width * scale + 1e-6)), Math.Max(1, (int)(height * scale + 1e-6)));
    }

    /// <summary>The smallest input for a resized image.</summary>
    public static (int Height, int Width) InputOf(Preprocess preprocess, int width, int height)
    {
        var multiple = Math.Max(1, preprocess.SizeMultiple);
        return ((height + multiple - 1) / multiple * multiple, (width + multiple - 1) / multiple * multiple);
    }

    /// <summary>Writes it at the upper left of an input, the rest being the mean colour.</summary>
    /// <param name="size">Size of the input, at least that of the image.</param>
    /// <param name="destination">Height x Width x 3 bytes.</param>
    public void CopyTo((int Height, int Width) size, Span<byte> destination)
    {
        if (size.Width < Image.Width || size.Height < Image.Height)
            throw new ArgumentException($"{Image.Width} x {Image.Height} pixels do not fit into {size.Width} x {size.Height}.", nameof(size));
        var row = size.Width * 3;
        if (Image.Width != size.Width || Image.Height != size.Height) Fill(_preprocess, destination[..(size.Height * row)]);
        for (var y = 0; y < Image.Height; y++) Image.Pixels.AsSpan(y * Image.Width * 3, Image.Width * 3).CopyTo(destination[(y * row)..]);
    }

    /// <summary>The colour that becomes 0 by normalisation.</summary>
    public static (byte Red, byte Green, byte Blue) FillOf(Preprocess preprocess) =>
        ((byte)MathF.Round(preprocess.Mean[0] * 255), (byte)MathF.Round(preprocess.Mean[1] * 255), (byte)MathF.Round(preprocess.Mean[2] * 255));

    /// <summary>Fills pixels with <see cref="FillOf"/>.</summary>
    public static void Fill(Preprocess preprocess, Span<byte> destination)
    {
        var (red, green, blue) = FillOf(preprocess);
        for (var i = 0; i + 2 < destination.Length; i += 3) (destination[i], destination[i + 1], destination[i + 2]) = (red, green, blue);
    }
}
