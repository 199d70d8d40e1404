using System.Text.Json;

namespace Graft.Data;

/// <summary>
/// What files of annotation programs say beyond what is read of them (attributes, flags, descriptions): kept from reading to writing, so that a conversion
/// writes it or names it as lost, as it does for COCO and VOC.
/// </summary>
internal static class ToolFields
{
    /// <summary>What the other attributes of an object are called, in the same way as in CVAT's own COCO files.</summary>
    public const string Attributes = "attributes";

    // Numbers of the program itself, who drew it and when, and how it is shown say nothing of the image.
    private static readonly Dictionary<DatasetFormat, (string[] OfImage, string[] OfObject)> Read = new()
    {
        [DatasetFormat.Labelme] = (["version", "imagePath", "imageData", "imageHeight", "imageWidth", "shapes", "lineColor", "fillColor"],
            ["label", "points", "shape_type", "mask", "line_color", "fill_color"]),
        [DatasetFormat.LabelStudio] = (["id", "annotations", "completions", "predictions", "drafts", "annotator", "annotation_id", "created_at",
                "updated_at", "lead_time", "project", "file_upload", "inner_id"],
            ["id", "from_name", "to_name", "type", "origin", "value", "original_width", "original_height", "image_rotation", "x", "y", "width", "height",
                "rotation", "radiusX", "radiusY", "points", "closed", "format", "rle", "rectanglelabels", "polygonlabels", "ellipselabels", "brushlabels",
                "keypointlabels", "labels"]),
        [DatasetFormat.Vott] = (["format", "id", "name", "path", "size", "state", "type", "parent", "asset", "regions", "version"],
            ["id", "type", "tags", "boundingBox", "points"]),
        [DatasetFormat.Supervisely] = (["size", "objects", "customBigData"],
            ["id", "classId", "objectId", "labelerLogin", "createdAt", "updatedAt", "nnCreated", "nnUpdated", "classTitle", "geometryType", "points",
                "bitmap"]),
        [DatasetFormat.Cvat] = (["id", "name", "width", "height", "subset", "task_id", "job_id"],
            ["label", "source", "points", "xtl", "ytl", "xbr", "ybr", "cx", "cy", "rx", "ry", "rle", "left", "top", "width", "height", "rotation"]),
        [DatasetFormat.Via] = (["filename", "size", "regions", "fileref", "base64_img_data"], ["shape_attributes", "region_attributes"]),
        [DatasetFormat.CreateMl] = (["image", "imagefilename", "annotations", "annotation"], ["label", "coordinates"]),
    };

    /// <summary>Of an image's fields those that are not read; null without any.</summary>
    public static Dictionary<string, JsonElement>? OfImage(DatasetFormat format, IEnumerable<(string Name, JsonElement Value)> fields) =>
        Rest(fields, Read[format].OfImage);

    /// <summary>Of an object's fields those that are not read; null without any.</summary>
    public static Dictionary<string, JsonElement>? OfObject(DatasetFormat format, IEnumerable<(string Name, JsonElement Value)> fields) =>
        Rest(fields, Read[format].OfObject);

    /// <summary>Whether a field of an image is read.</summary>
    public static bool IsOfImage(DatasetFormat format, string name) => Read[format].OfImage.Contains(name);

    /// <summary>Whether a field of an object is read.</summary>
    public static bool IsOfObject(DatasetFormat format, string name) => Read[format].OfObject.Contains(name);

    /// <summary>The fields of a json object; none where it is no object.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> FieldsOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(field => (field.Name, field.Value)) : [];

    /// <summary>Some fields as one, such as the attributes of an object; none where none of them says anything.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Together(string name, IEnumerable<(string Name, JsonElement Value)> fields) =>
        Rest(fields, []) is { } kept ? [(name, JsonSerializer.SerializeToElement(kept))] : [];

    /// <summary>A text as a field's value.</summary>
    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text);

    private static Dictionary<string, JsonElement>? Rest(IEnumerable<(string Name, JsonElement Value)> fields, string[] read)
    {
        var kept = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            if (!read.Contains(name) && Says(value)) kept[name] = value.Clone(); // the document that it is of is closed behind it
        return kept.Count > 0 ? kept : null;
    }

    // Programs write every field that they have: empty ones, and flags that are not set, say nothing.
    private static bool Says(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => false,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Array => value.EnumerateArray().Any(Says),
        JsonValueKind.Object => value.EnumerateObject().Any(field => Says(field.Value)),
        _ => true,
    };
}
