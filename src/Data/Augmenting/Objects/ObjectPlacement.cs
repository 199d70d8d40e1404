using Graft.Imaging;

namespace Graft.Data;

/// <summary>Moves objects with their image and cuts off what leaves the new one.</summary>
internal static class ObjectPlacement
{
    /// <summary>The objects in an image of the given size; those of which nothing is left are gone, those of which little is left are difficult.</summary>
    public static IReadOnlyList<ObjectAnnotation> Place(IReadOnlyList<ObjectAnnotation> objects, Placement placement, int width, int height, double minVisible)
    {
        var placed = new List<ObjectAnnotation>(objects.Count);
        foreach (var item in objects)
            if (Place(item, placement, width, height, minVisible) is { } moved) placed.Add(moved);
        return placed;
    }

    private static ObjectAnnotation? Place(ObjectAnnotation item, Placement placement, int width, int height, double minVisible)
    {
        var whole = placement.Of(item.Box);
        var box = whole.Clip(width, height);
        if (box.IsEmpty) return null;
        var moved = item with
        {
            Box = box,
            Polygons = item.Polygons?.Select(placement.Of).ToList(),
            Mask = item.Mask?.Place(placement, width, height),
            AnnotatedArea = item.AnnotatedArea * Math.Abs(placement.ScaleX * placement.ScaleY),
        };
        if (box == whole) return moved;
        var share = box.Area / whole.Area;
        if (moved.MaskFor(width, height) is { } mask)
        {
            // What is in view of an object can be much less than what is in view of its box.
            if (mask.Area == 0) return null;
            var before = (item.Mask?.Area ?? item.Polygons!.Sum(polygon => polygon.Area)) * Math.Abs(placement.ScaleX * placement.ScaleY);
            share = Math.Min(1, mask.Area / Math.Max(1, before));
            moved = moved with { Box = Shared(mask.Bounds, box) };
        }
        return moved with { AnnotatedArea = moved.AnnotatedArea * share, IsDifficult = moved.IsDifficult || share < minVisible, IsTruncated = true };
    }

    // The annotator's box may be tighter or looser than his polygon; the part in view is within both.
    private static Box Shared(Box one, Box other)
    {
        var box = new Box(Math.Max(one.X1, other.X1), Math.Max(one.Y1, other.Y1), Math.Min(one.X2, other.X2), Math.Min(one.Y2, other.Y2));
        return box.IsEmpty ? other : box;
    }
}
