using System.Text.RegularExpressions;
using System.Xml;

namespace Graft.Data;

/// <summary>Tells what an annotation file is by the names in it.</summary>
internal static partial class AnnotationSniffer
{
    private const int FewBytes = 1 << 16, ManyBytes = 1 << 23;

    /// <summary>Null where the file is none that is known: nothing follows from it.</summary>
    public static AnnotationKind? KindOf(LayoutScan scan, string name)
    {
        try
        {
            var path = scan.PathOf(name);
            return Path.GetExtension(name).ToLowerInvariant() switch
            {
                ".json" => OfJson(path) ?? OfUnknown(path, IsOfImage(scan, name)),
                ".jsonl" or ".ndjson" => OfJsonLines(path),
                ".xml" => OfXml(path) ?? OfUnknownXml(path, IsOfImage(scan, name)),
                ".txt" => LabelText.KindOf(path, IsOfImage(scan, name)),
                ".csv" or ".tsv" => OfColumns(Columns(path)),
                ".tfrecord" or ".tfrecords" or ".tfrec" or ".record" => AnnotationKind.TensorRecords,
                ".mat" or ".npy" or ".npz" => IsOfImage(scan, name) ? AnnotationKind.Arrays : null,
                _ => null,
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null; // whoever reads it says why it cannot be read
        }
    }

    /// <summary>What a json file is.</summary>
    public static AnnotationKind? OfJson(string path) =>
        OfShape(JsonShape.Read(path, FewBytes)) ?? (new FileInfo(path).Length > FewBytes ? OfShape(JsonShape.Read(path, ManyBytes)) : null);

    private static bool IsOfImage(LayoutScan scan, string name) => scan.HasImageNamed(Path.GetFileNameWithoutExtension(name));

    private static AnnotationKind? OfShape(JsonShape json)
    {
        if (json.Has("shapes") && (json.IsBroken || json.HasAny("imagePath", "imageData", "version", "shapes[].points"))) return AnnotationKind.Labelme;
        if (json.Has("assets.*.asset") || json.Has("assets.*.regions")) return AnnotationKind.Vott;
        if (json.Has("asset") && json.Has("regions")) return AnnotationKind.VottAsset;
        if (json.HasAny("[].annotations[].result", "[].completions[].result", "[].annotations[].result[].value"))
            return json.HasAny("[].annotations[].result[].value.x", "[].annotations[].result[].value.points", "[].annotations[].result[].value.format",
                "[].completions[].result[].value.x", "[].completions[].result[].value.points")
                ? AnnotationKind.LabelStudio
                : json.HasAny("[].annotations[].result[].value.choices", "[].completions[].result[].value.choices") ? AnnotationKind.LabelStudioChoices
                : AnnotationKind.LabelStudio;
        if (json.HasLike(LabelStudioRegion())) return AnnotationKind.LabelStudio;
        if (json.HasAny("[].annotations[].coordinates", "[].annotation[].coordinates", "[].imagefilename")) return AnnotationKind.CreateMl;
        if (json.HasAny("objects[].classTitle", "objects[].geometryType") || (json.Has("objects") && json.Has("size.height") && json.Has("tags")))
            return AnnotationKind.Supervisely;
        if (json.HasAny("classes[].title") && json.HasAny("classes[].shape", "classes[].geometry_config", "projectType")) return AnnotationKind.SuperviselyMeta;
        if (json.HasAny("_via_settings", "_via_img_metadata", "*.regions") && !json.Has("images")) return AnnotationKind.Via;
        if (json.Has("items[].annotations") && json.Has("categories")) return AnnotationKind.Datumaro;
        if (json.HasAny("objects[].polygon") && json.Has("imgHeight")) return AnnotationKind.Cityscapes;
        return OfCoco(json);
    }

    private static AnnotationKind? OfCoco(JsonShape json)
    {
        var whole = json.Has("images") && json.Has("annotations") && json.Has("categories");
        if (!whole && !json.HasAny("images[].file_name", "annotations[].image_id")) return null;
        if (json.HasAny("annotations[].bbox", "annotations[].segmentation") || !json.Has("annotations[].image_id")) return AnnotationKind.Coco;
        return json.Has("annotations[].caption") ? null : AnnotationKind.CocoLabels;
    }

    private static AnnotationKind? OfJsonLines(string path)
    {
        var json = JsonShape.Read(path, FewBytes);
        return json.HasAny("objects.bbox", "objects[].bbox", "data_row", "bbox", "boxes", "source-ref") ? AnnotationKind.ObjectLines : null;
    }

    // A box is said to be one anywhere; points and regions can be anything, but not beside each image.
    private static AnnotationKind? OfUnknown(string path, bool isOfImage)
    {
        var json = JsonShape.Read(path, FewBytes);
        return json.HasLike(BoxName()) || (isOfImage && json.HasLike(PolygonName())) ? AnnotationKind.Unknown : null;
    }

    /// <summary>What an XML file is.</summary>
    public static AnnotationKind? OfXml(string path)
    {
        try
        {
            using var stream = FileContent.Open(path);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, IgnoreWhitespace = true });
            if (reader.MoveToContent() != XmlNodeType.Element) return null;
            switch (reader.LocalName)
            {
                case "annotation":
                    return reader.ReadToFollowing("polygon") && reader.ReadToDescendant("pt") ? AnnotationKind.LabelMeXml : AnnotationKind.Voc;
                case "annotations":
                    return AnnotationKind.CvatXml;
                case "dataset":
                    return reader.ReadToFollowing("box") ? AnnotationKind.DlibXml : null;
                default:
                    return null;
            }
        }
        catch (XmlException)
        {
            // An annotation that breaks off is still one, and its reader names the fault.
            return TextFile.Begins(path, "<annotation>") || TextFile.Begins(path, "<annotation ") ? AnnotationKind.Voc : null;
        }
    }

    private static AnnotationKind? OfUnknownXml(string path, bool isOfImage) =>
        isOfImage && (TextFile.Begins(path, "<bndbox") || TextFile.Begins(path, "<polygon") || TextFile.Begins(path, "<xmin")) ? AnnotationKind.Unknown : null;

    /// <summary>What a table is that was named as the data set: null for a list of images and their labels, whatever else stands in it.</summary>
    public static AnnotationKind? OfNamedTable(string path)
    {
        var columns = Columns(path);
        return columns.Contains("file") && columns.Contains("label") ? null : OfColumns(columns);
    }

    private static string[] Columns(string path) =>
        [.. (TextFile.FirstLine(path) ?? "").ToLowerInvariant().Split(',', ';', '\t').Select(column => column.Trim(' ', '"', '\''))];

    // Of one that lies in a folder nobody has said that it is a list of labels: boxes in it are evidence of objects, whatever other columns it has.
    private static AnnotationKind? OfColumns(string[] columns)
    {
        bool All(params string[] names) => names.All(columns.Contains);
        if (All("region_shape_attributes")) return AnnotationKind.ViaTable;
        if (All("xmin", "ymin", "xmax", "ymax") || All("x1", "y1", "x2", "y2") || All("x_min", "y_min", "x_max", "y_max") || columns.Contains("bbox"))
            return AnnotationKind.BoxTable;
        if (columns.Any(column => column is "encodedpixels" or "rle" or "rle_mask" or "segmentation")) return AnnotationKind.RunTable;
        // A table without names of columns: an image, four corners and a class.
        return columns.Length >= 6 && columns.Any(ImageFiles.IsImage) && columns.Count(column => LabelText.Number(column) is not null) >= 4
            ? AnnotationKind.BoxTable : null;
    }

    [GeneratedRegex(@"(^|\.)(bbox(es)?|bndbox|bounding_?box(es)?|x_?min|x_?max)(\[\])*$", RegexOptions.IgnoreCase)]
    private static partial Regex BoxName();

    [GeneratedRegex(@"(^|\.)(boxes|polygons?|regions|points|segmentations?|key_?points|landmarks)(\[\])*$", RegexOptions.IgnoreCase)]
    private static partial Regex PolygonName();

    // The short form of the export: the regions stand in the task itself, under the name that the labelling has.
    [GeneratedRegex(@"^\[\]\.[^.\[]+\[\]\.(rectanglelabels|polygonlabels|ellipselabels|brushlabels)")]
    private static partial Regex LabelStudioRegion();
}
