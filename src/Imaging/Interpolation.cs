namespace Graft.Imaging;

/// <summary>How pixels between pixels are found; bilinear and bicubic are antialiased and equal Pillow's.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel, for masks.</summary>
    Nearest,

    /// <summary>Triangle filter, widened when shrinking.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = -0.5, widened when shrinking.</summary>
    Bicubic,
}
