using System.Text.Json;

namespace Graft.Imaging;

/// <summary>One object in an image, as annotated: what is learned, composed, converted and compared with what a model finds.</summary>
/// <param name="Box">Where it is, in pixels of the upright image.</param>
/// <param name="Label">Index of the class; without a background.</param>
internal sealed record ObjectAnnotation(Box Box, int Label)
{
    /// <summary>
    /// The box in double precision as the annotation gives it (COCO); passed over where <see cref="Box"/> was changed since, null when the
    /// annotation has none.
    /// </summary>
    public BoxD? Extent { get; init; }

    /// <summary>A group too dense to take apart (COCO): neither learned nor counted, and detections inside are forgiven.</summary>
    public bool IsCrowd { get; init; }

    /// <summary>Hard to recognise (VOC): neither learned nor counted.</summary>
    public bool IsDifficult { get; init; }

    /// <summary>Reaches beyond the image (VOC); kept for conversion, otherwise without meaning.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Polygons of its visible parts; null when it was annotated by a box or by runs.</summary>
    public IReadOnlyList<Polygon>? Polygons { get; init; }

    /// <summary>Its pixels; null when it was annotated by a box or by polygons. <see cref="MaskFor"/> answers for both.</summary>
    public Mask? Mask { get; init; }

    /// <summary>Why its polygon, or a part of it, could not be read and was left out; null when nothing is wrong with it. The box is good.</summary>
    public string? PolygonFault { get; init; }

    /// <summary>Square pixels as annotated (COCO's <c>area</c>, that of the mask); null when the annotation has none.</summary>
    public double? AnnotatedArea { get; init; }

    /// <summary>
    /// Its place among the annotations of its image in the file, from 1 on, by which messages name it; those are counted of which nothing could be made.
    /// 0 where it comes from no file.
    /// </summary>
    public int Number { get; init; }

    /// <summary>The annotation's own number (COCO), from 0 on; null when it has none.</summary>
    public long? Id { get; init; }

    /// <summary>What else the annotation file says of the object (COCO: key points, attributes), by name; kept for conversion, null without any.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Extra { get; init; }

    /// <summary>True for crowds and difficult objects: they are neither learned nor counted.</summary>
    public bool IsIgnored => IsCrowd || IsDifficult;

    /// <summary>True when its polygon is known, not only its box.</summary>
    public bool HasMask => Mask is not null || Polygons is { Count: > 0 };

    /// <summary>Square pixels: as annotated, of the mask, or of the box.</summary>
    public double Area =>
        AnnotatedArea ?? Mask?.Area ?? (Polygons is { Count: > 0 } ? Polygons.Sum(polygon => polygon.Area) : BoxD.Of(Box, Extent).Area);

    /// <summary>The box as exactly as it is known.</summary>
    internal BoxD Exact => BoxD.Of(Box, Extent);

    /// <summary>
    /// Square pixels that decide whether COCO's evaluation takes it for small, medium or large. Polygons alone do not count: a detector of
    /// boxes is measured by boxes.
    /// </summary>
    internal double EvaluatedArea => AnnotatedArea ?? Mask?.Area ?? Exact.Area;

    /// <summary>Its pixels in an image of the given size; null when only the box is known.</summary>
    public Mask? MaskFor(int width, int height) =>
        Mask ?? (Polygons is { Count: > 0 } ? Mask.FromPolygons(width, height, Polygons) : null);
}
