namespace Graft.Networks;

/// <summary>How <see cref="Operation.Resize"/> finds a pixel's value.</summary>
public enum ResizeMode
{
    /// <summary>The pixel at floor(i * in / out), as torch's "nearest".</summary>
    Nearest,

    /// <summary>Linear between pixel centres, edges repeated, as torch's "bilinear" with align_corners false.</summary>
    Bilinear,
}
