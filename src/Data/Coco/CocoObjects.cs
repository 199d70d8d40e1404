using Graft.Imaging;

namespace Graft.Data;

/// <summary>The objects of one image of a COCO file.</summary>
/// <param name="classes">The labels.</param>
/// <param name="findings">Told of those of which nothing can be made.</param>
/// <param name="where">The file and the image.</param>
internal sealed class CocoObjects(CocoClasses classes, FindingList findings, string where)
{
    private const string Again = "Annotate the object again, or remove it.";

    public IEnumerable<ObjectAnnotation> Of(IEnumerable<CocoAnnotation> annotations)
    {
        foreach (var (at, one) in annotations.Index())
            if (classes.LabelOf(one.CategoryId) is { } label && Object(one, label) is { } item) yield return item with { Number = at + 1 };
    }

    private ObjectAnnotation? Object(CocoAnnotation one, int label)
    {
        // An empty list is how programs write that there is no box.
        var corner = one.Bbox is { Length: > 0 } ? one.Bbox : null;
        if (corner is not null && (corner.Length != 4 ? $"The box has {corner.Length} numbers; expected 4." : Coordinates.FaultOf(corner)) is { } fault)
        {
            findings.ErrorOfOne(where, $"Annotation {one.Id}: {fault}", Again);
            return null;
        }
        var polygon = one.Segmentation;
        Box? box = corner is not null ? Box.FromCorner(corner[0], corner[1], corner[2], corner[3])
            : polygon?.Mask is { } mask ? mask.Bounds
            : polygon?.Polygons is { Count: > 0 } polygons ? ObjectPlacement.Around(polygons) : null;
        if (box is null)
        {
            findings.ErrorOfOne(where, $"Annotation {one.Id} has no box of four numbers and no polygon to take it from. {polygon?.Fault}".TrimEnd(), Again);
            return null;
        }
        return new ObjectAnnotation(box.Value, label)
        {
            Id = one.Id.Number,
            Extent = corner is not null ? new BoxD(corner[0], corner[1], corner[2], corner[3]) : null,
            IsCrowd = one.Iscrowd != 0,
            IsDifficult = one.Difficult != 0,
            IsTruncated = one.Truncated != 0,
            AnnotatedArea = Coordinates.Area(one.Area),
            Polygons = polygon?.Polygons,
            Mask = polygon?.Mask,
            PolygonFault = polygon?.Fault is { } found ? $"Annotation {one.Id}: {found}" : null,
            Extra = one.Extra,
        };
    }
}
