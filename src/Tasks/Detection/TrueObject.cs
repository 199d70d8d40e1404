using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>An object that is there, to compare detections with.</summary>
/// <param name="Box">Where, in pixels of the image.</param>
/// <param name="Label">Index of the class; without a background.</param>
public sealed record TrueObject(Box Box, int Label)
{
    /// <summary>The box in double precision, as an annotation gives it; null, and passed over, where <see cref="Box"/> is all that is known.</summary>
    public BoxD? Extent { get; init; }

    /// <summary>A group: not counted, and any number of detections inside is forgiven (COCO).</summary>
    public bool IsCrowd { get; init; }

    /// <summary>Not counted, and one detection of it is forgiven (difficult in VOC).</summary>
    public bool IsIgnored { get; init; }

    /// <summary>Square pixels that decide whether it is small, medium or large; null takes the mask's or the box's.</summary>
    public double? Area { get; init; }

    /// <summary>Its pixels in the whole image; null when only the box is known.</summary>
    public Mask? Mask { get; init; }

    internal BoxD Exact => BoxD.Of(Box, Extent);

    internal double EffectiveArea => Area ?? Mask?.Area ?? Exact.Area;
}
