using System.Text.Json;
using System.Text.RegularExpressions;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads Label Studio's json: tasks with results of rectangles, polygons and ellipses in percent of the image.</summary>
internal static partial class LabelStudioReader
{
    public static ObjectDataset Read(string path, ReaderOptions options) =>
        NamedObjects.ReadFiles(path, DatasetFormat.LabelStudio, [AnnotationKind.LabelStudio], options, (file, objects) =>
        {
            using var json = objects.Json(file);
            foreach (var (at, task) in (json?.RootElement).Items().Index()) ReadTask(task, at + 1, file, objects);
        });

    private static void ReadTask(JsonElement task, int number, string file, NamedObjects objects)
    {
        var where = $"{ImageFiles.NameOf(objects.Root, file)}, task {task.Text("id") ?? $"{number}"}";
        if (ImageName(task) is not { } named)
        {
            objects.Error(where, "Its data name no image.", "Export tasks of images alone.");
            return;
        }
        if (task.Field("annotations") is null && task.Field("completions") is null && Regions(task) is { Count: > 0 } regions)
        {
            Add(regions, task, named, where, file, objects);
            return;
        }
        var annotations = (task.Field("annotations") ?? task.Field("completions")).Items()
            .Where(one => one.Field("was_cancelled") is not { ValueKind: JsonValueKind.True }).ToList();
        if (annotations.Count == 0)
        {
            objects.PassOver("A task has no annotation and is left out", where, "Submit the task, without objects if nothing is on the image.");
            return;
        }
        if (annotations.Count > 1)
            objects.Remark("A task has several annotations, of which the first is taken", where, "Keep one annotation of each task.");
        Add(annotations[0].Field("result").Items(), task, named, where, file, objects);
    }

    // Of the short form of the export.
    private static List<JsonElement> Regions(JsonElement task) => task.ValueKind != JsonValueKind.Object ? []
        : [.. task.EnumerateObject().SelectMany(field => ((JsonElement?)field.Value).Items()).Where(region => region.Size("original_width") > 0)];

    private static void Add(IEnumerable<JsonElement> results, JsonElement task, string named, string where, string file, NamedObjects objects)
    {
        var (items, size, lost) = (new List<(string, ObjectAnnotation)>(), (Width: 0, Height: 0), 0);
        var ofImage = new List<(string Type, JsonElement Value)>();
        foreach (var (at, result) in results.Index())
        {
            if (result.Size("original_width") > 0) size = (result.Size("original_width"), result.Size("original_height"));
            var (isRegion, item) = Region(result, at + 1, where, objects);
            if (item is { } found) items.Add(found);
            else if (isRegion) lost++;
            else ofImage.Add((result.Text("type") ?? "result", result.Field("value") ?? result));
        }
        // Files that were uploaded get a random word in front of their name.
        var path = objects.ImageOf(named, file) ?? objects.ImageOf(Uploaded().Replace(named[(named.LastIndexOf('/') + 1)..], ""), file);
        objects.Add(path ?? ImageFiles.PathOf(objects.Root, named.TrimStart('/')), size, items, lost, where, Extra(task, named, ofImage));
    }

    // The other columns of the task, and results that are of no region: choices, texts, numbers.
    private static Dictionary<string, JsonElement>? Extra(JsonElement task, string named, List<(string Type, JsonElement Value)> results)
    {
        var columns = ToolFields.FieldsOf(task.Field("data") ?? task).Where(column => !IsRead(column.Value));
        return ToolFields.OfImage(DatasetFormat.LabelStudio, columns.Concat(results.GroupBy(result => result.Type)
            .Select(group => (group.Key, JsonSerializer.SerializeToElement(group.Select(result => result.Value))))));

        bool IsRead(JsonElement value) => value.ValueKind == JsonValueKind.String && Local(value.GetString()!) == named
            || ((JsonElement?)value).Items().Any(region => region.Size("original_width") > 0);
    }

    private static string? ImageName(JsonElement task)
    {
        if ((task.Field("data") ?? task) is not { ValueKind: JsonValueKind.Object } data) return null;
        var names = data.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.String)
            .Select(field => (field.Name, Value: Local(field.Value.GetString()!))).Where(field => ImageFiles.IsImage(field.Value)).ToList();
        return names.FirstOrDefault(field => field.Name == "image").Value ?? names.Select(field => field.Value).FirstOrDefault();
    }

    // "/data/local-files/?d=a/b.jpg", "s3://bucket/a/b.jpg?version=1", "/data/upload/3/b.jpg".
    private static string Local(string address)
    {
        var text = Uri.UnescapeDataString(address).Replace('\\', '/');
        if (text.IndexOf("?d=", StringComparison.Ordinal) is > -1 and var local) return text[(local + 3)..];
        return text.Split('?')[0];
    }

    private static (bool IsRegion, (string, ObjectAnnotation)? Item) Region(JsonElement result, int number, string where, NamedObjects objects)
    {
        var value = result.Field("value") ?? result;
        var type = result.Text("type") ?? "";
        if (type == "relation") return (false, null); // its labels are of the pair, not of a region
        var names = Names(value, type);
        if (names.Count == 0)
        {
            // Relations, texts and choices stand beside the objects and are none.
            var isRegion = type is "rectangle" or "polygon" or "ellipse" or "brush" or "rectanglelabels" or "polygonlabels" or "ellipselabels" or "brushlabels";
            if (isRegion) objects.PassOver("A region has no label and is left out", where, "Label it, or remove it.");
            return (isRegion, null);
        }
        if (names.Count > 1) objects.Remark("A region has several labels, of which the first is taken", where, "Give each region one label.");
        var (width, height) = (result.Size("original_width"), result.Size("original_height"));
        if (width == 0 || height == 0) objects.Error(where, $"The region {names[0]} {number} does not say how large the image is.", "Export the tasks again.");
        else if (Object(value, type, (width / 100.0, height / 100.0), $"{where}, {names[0]} {number}", objects) is { } item)
            return (true, (names[0], item with
            { Number = number, Extra = ToolFields.OfObject(DatasetFormat.LabelStudio, ToolFields.FieldsOf(result)) }));
        return (true, null);
    }

    private static List<string> Names(JsonElement value, string type)
    {
        foreach (var key in new[] { type, "rectanglelabels", "polygonlabels", "ellipselabels", "brushlabels", "keypointlabels", "labels" })
            if (key.EndsWith("labels", StringComparison.Ordinal) && value.Field(key) is { ValueKind: JsonValueKind.Array } list)
                return [.. list.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!.Trim())
                    .Where(name => name.Length > 0)];
        return [];
    }

    private static ObjectAnnotation? Object(JsonElement value, string type, (double X, double Y) scale, string where, NamedObjects objects)
    {
        if (value.Field("points") is { } list)
        {
            var points = ((JsonElement?)list).Points();
            return objects.OfPolygon(points is null ? null : [.. points.Select((number, at) => number * (at % 2 == 0 ? scale.X : scale.Y))], where);
        }
        if (value.Number("x") is not { } x || value.Number("y") is not { } y)
        {
            var what = type.StartsWith("brush", StringComparison.Ordinal)
                ? "It is drawn with a brush, in Label Studio's own run lengths, which are not read." : "It has no place.";
            objects.Error(where, what, "Export the tasks as COCO, or draw polygons.");
            return null;
        }
        var (left, top, degrees) = (x * scale.X, y * scale.Y, value.Number("rotation") ?? 0);
        if (value.Number("radiusX") is { } radiusX && value.Number("radiusY") is { } radiusY)
            return objects.OfPolygon(NamedObjects.Ellipse(left, top, radiusX * scale.X, radiusY * scale.Y, degrees), where);
        if (value.Number("width") is not { } across || value.Number("height") is not { } down)
        {
            objects.PassOver("A key point has no area and is left out", where, "Draw a rectangle where an object is meant.");
            return null;
        }
        var (width, height) = (across * scale.X, down * scale.Y);
        if (degrees == 0) return NamedObjects.OfCorners(left, top, left + width, top + height);
        // Turned around its upper left corner.
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return objects.OfPolygon([left, top, left + width * cos, top + width * sin, left + width * cos - height * sin, top + width * sin + height * cos,
            left - height * sin, top + height * cos], where);
    }

    [GeneratedRegex("^[0-9a-f]{8}-")]
    private static partial Regex Uploaded();
}
