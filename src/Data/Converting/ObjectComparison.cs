using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Compares the objects of an image with those that its conversion is read as.</summary>
internal sealed class ObjectComparison(ObjectDataset before, ObjectDataset after, DatasetFormat format, ConversionLosses losses)
{
    private const string Unforeseen = ConversionComparison.Unforeseen;

    // Pixels; what decimals and single precision make of a coordinate is far below, what VOC rounds to above.
    private const double Tolerance = 1e-3;
    private const double Hundredths = 0.005 + 1e-6;

    public void Compare(ObjectSample sample, ObjectSample other)
    {
        var written = sample.Objects;
        if (format == DatasetFormat.Yolo)
        {
            written = [.. YoloWriter.Written(sample)];
            for (var i = written.Count; i < sample.Objects.Count; i++)
                losses.Add("crowds are left out", sample.Name, "Keep the original to evaluate with: crowds forgive detections there.");
        }
        if (written.Count != other.Objects.Count) losses.Add("objects are not found again", sample.Name, Unforeseen);
        else
            foreach (var (one, two) in written.Zip(other.Objects))
            {
                if (before.Classes[one.Label].Trim() != after.Classes[two.Label].Trim()) losses.Add("objects change their class", sample.Name, Unforeseen);
                Boxes(one, two, sample.Name, (other.Width, other.Height));
                Shapes(one, two, sample.Name, (other.Width, other.Height));
                Flags(one, two, sample.Name);
                Rest(one, two, sample.Name);
            }
    }

    private void Boxes(ObjectAnnotation one, ObjectAnnotation two, string where, (int Width, int Height) size)
    {
        if (IsNear(one.Box, two.Box, Tolerance)) return;
        if (format == DatasetFormat.Yolo && two.HasMask)
        {
            losses.Add("boxes become those of the polygons", where, "Check whether box and polygon belong together.");
            return;
        }
        var clipped = one.Box.Clip(size.Width, size.Height);
        var isCut = format != DatasetFormat.Coco && !IsNear(one.Box, clipped, Tolerance);
        if (isCut) losses.Add("boxes are cut off at the image's edge", where, "Nothing to do.");
        if (IsNear(clipped, two.Box, Tolerance) && isCut) return;
        if (format == DatasetFormat.Voc && IsNear(clipped, two.Box, Hundredths))
            losses.Add("coordinates are rounded to hundredths of a pixel", where, "Nothing to do.");
        else if (format == DatasetFormat.Voc && (clipped.Width < 1 || clipped.Height < 1))
            losses.Add("boxes narrower than a pixel become a pixel wide", where, "Nothing to do.");
        else losses.Add("boxes change", where, Unforeseen);
    }

    private void Shapes(ObjectAnnotation one, ObjectAnnotation two, string where, (int Width, int Height) size)
    {
        if (!one.HasMask)
        {
            if (two.HasMask) losses.Add("boxes become polygons", where, Unforeseen);
            return;
        }
        if (!two.HasMask)
        {
            if (format == DatasetFormat.Yolo)
                losses.Add("polygons become boxes where another object of the image has a box alone, since a label file has one kind of them", where,
                    "Draw the missing polygons, or convert to COCO.");
            else losses.Add("polygons are not kept", where, format == DatasetFormat.Voc ? "Keep the original to learn instances." : Unforeseen);
            return;
        }
        if (one.Mask is { } mask ? two.Mask is { } same && same.Width == mask.Width && same.Height == mask.Height && same.Runs.SequenceEqual(mask.Runs)
            : IsSame(one.Polygons!, two.Polygons)) return;
        if (format != DatasetFormat.Yolo)
        {
            losses.Add("polygons change", where, Unforeseen);
            return;
        }
        const string Parts = "Keep the original where the parts matter.";
        if (one.Mask is not null)
            losses.Add("masks become polygons along their pixels, without their holes", where, "Keep the original where holes matter.");
        var parts = one.Polygons ?? PolygonBridge.WithoutHoles(one.Mask!.Contours());
        if (parts.Count > 1) losses.Add("several polygons of an object are joined by a line", where, Parts);
        if (parts.Any(part => !PolygonClip.IsInside(part, size.Width, size.Height)))
            losses.Add("polygons are cut off at the image's edge", where, "Nothing to do.");
        else if (one.Mask is null && parts.Count == 1) losses.Add("polygons change", where, Unforeseen);
    }

    private void Flags(ObjectAnnotation one, ObjectAnnotation two, string where)
    {
        if (one.IsCrowd && !two.IsCrowd)
            losses.Add("crowds become difficult objects", where, "Keep the original to evaluate with: a crowd forgives several detections.");
        if (one.IsDifficult && !two.IsDifficult) losses.Add("difficult objects become ordinary ones", where, "Keep the original to evaluate with.");
        if (one.IsTruncated && !two.IsTruncated)
            losses.Add("the mark of truncated objects is not kept", where, "Nothing to do: it is not used in training.");
        if ((two.IsCrowd && !one.IsCrowd) || (two.IsDifficult && !one.IsIgnored) || (two.IsTruncated && !one.IsTruncated))
            losses.Add("objects get marks that they had not", where, Unforeseen);
    }

    private void Rest(ObjectAnnotation one, ObjectAnnotation two, string where)
    {
        if (one.AnnotatedArea is { } area && Math.Abs(area - two.Area) > 1 + 0.01 * area)
            losses.Add("annotated areas are not kept", where,
                "Keep the original to evaluate with: the area decides whether an object is small, medium or large.");
        foreach (var (field, _) in Fields.Missing(one.Extra, two.Extra))
            if (format == DatasetFormat.Coco && CocoAnnotation.Words.Contains(field)) losses.Add(Fields.IsCocos(field), where, ConversionLosses.Keep);
            else losses.AddOfObject(field, where);
    }

    private static bool IsNear(Box one, Box two, double tolerance)
    {
        // Single precision has fewer decimals far out.
        var most = tolerance + 1e-6 * Math.Max(Math.Abs(one.X2), Math.Abs(one.Y2));
        return Math.Abs(one.X1 - two.X1) <= most && Math.Abs(one.Y1 - two.Y1) <= most && Math.Abs(one.X2 - two.X2) <= most && Math.Abs(one.Y2 - two.Y2) <= most;
    }

    private static bool IsSame(IReadOnlyList<Polygon> one, IReadOnlyList<Polygon>? two) => two is not null && one.Count == two.Count
        && one.Zip(two).All(pair => pair.First.Points.Count == pair.Second.Points.Count
            && pair.First.Points.Zip(pair.Second.Points).All(point => Math.Abs(point.First - point.Second) <= Tolerance));
}

/// <summary>What files say beyond what is read of them, by name.</summary>
internal static class Fields
{
    /// <summary>Those that are not there any more, or say something else.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Missing(IReadOnlyDictionary<string, JsonElement>? before,
        IReadOnlyDictionary<string, JsonElement>? after) =>
        (before ?? new Dictionary<string, JsonElement>()).Where(field => after is null || !after.TryGetValue(field.Key, out var other)
            || !JsonElement.DeepEquals(field.Value, other));

    /// <summary>What is lost where COCO means something else by the name.</summary>
    public static string IsCocos(string field) => $"the field \"{field}\" is not kept, which is COCO's word for something else";
}
