namespace Graft.Imaging;

/// <summary>
/// Shrink on load: a JPEG can be decoded at 1/2, 1/4 or 1/8 for a fraction of the work. The result is used only while it
/// is at least <see cref="Oversize"/> times the size that is asked for, so that the antialiased resampler has the last word.
/// </summary>
internal static class ScaledDecoding
{
    /// <summary>Times the target that a scaled image must have in both splits.</summary>
    public const int Oversize = 2;

    /// <summary>8 for full size, else 4, 2 or 1: the scales with a fast inverse transform.</summary>
    /// <param name="width">The upright image's pixels across.</param>
    /// <param name="height">The upright image's pixels down.</param>
    /// <param name="goal">The size it will be resized to, 0 if unknown.</param>
    public static int Eighths(int width, int height, (int Width, int Height) goal)
    {
        if (goal.Width < 1 || goal.Height < 1) return 8;
        var eighths = 8;
        while (eighths > 1
            && (long)width * eighths / 16 >= (long)goal.Width * Oversize
            && (long)height * eighths / 16 >= (long)goal.Height * Oversize)
            eighths /= 2;
        return eighths;
    }
}

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
        if (Preprocess.ResizeLonger > 0) return Preprocess.ScaledDecoding ? FittedImage.SizeOf(Preprocess, width, height) : (0, 0);
        var window = PreprocessGeometry.Of(Preprocess, width, height).Window;
        return (window.FullWidth, window.FullHeight);
    }
}
