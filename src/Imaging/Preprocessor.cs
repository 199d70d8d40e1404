namespace Graft.Imaging;

/// <summary>Applies the contract: the one implementation behind every path.</summary>
internal static class Preprocessor
{
    /// <returns>Size of the image itself, upright.</returns>
    public static (int Width, int Height) Load(Preprocess preprocess, ReadOnlySpan<byte> bytes, string name, DecodeOptions options, Span<byte> destination)
    {
        using var pixels = Decoder.Decode(bytes, name, options, new ShrinkGoal(0, 0, preprocess));
        Apply(preprocess, pixels.Source, destination);
        return (pixels.Source.ImageWidth, pixels.Source.ImageHeight);
    }

    public static void Apply(Preprocess preprocess, PixelSource source, Span<byte> destination)
    {
        if (destination.Length != preprocess.Width * preprocess.Height * 3)
            throw new ArgumentException($"{preprocess.Width} x {preprocess.Height} x 3 bytes are needed, not {destination.Length}.");
        var geometry = PreprocessGeometry.Of(preprocess, source.ImageWidth, source.ImageHeight);
        var window = geometry.Window;
        if (window.Width < preprocess.Width || window.Height < preprocess.Height) destination.Clear();
        var first = (geometry.PadTop * preprocess.Width + geometry.PadLeft) * 3;
        ResampleEngine.Run(source, window, preprocess.Interpolation, destination[first..], preprocess.Width * 3);
    }
}
