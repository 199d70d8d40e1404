namespace Graft.Imaging;

/// <summary>What an image will be resized to, as far as it is known before its size is.</summary>
/// <param name="Width">Pixels across; 0 for no shrinking.</param>
/// <param name="Height">Pixels down; 0 for no shrinking.</param>
/// <param name="Preprocess">Decides instead, by the image's size, when not null.</param>
internal readonly record struct ShrinkGoal(int Width, int Height, Preprocess? Preprocess = null)
{
    public static ShrinkGoal Of(DecodeOptions options) => new(options.ShrinkToWidth, options.ShrinkToHeight);

    /// <summary>The goal for an image of this size, upright.</summary>
    public (int Width, int Height) For(int width, int height)
    {
        if (Preprocess is null) return (Width, Height);
        // Nearest takes single pixels, which a shrunken image does not have.
        if (Preprocess.Interpolation == Interpolation.Nearest) return (0, 0);
        var window = PreprocessGeometry.Of(Preprocess, width, height).Window;
        return (window.FullWidth, window.FullHeight);
    }
}
