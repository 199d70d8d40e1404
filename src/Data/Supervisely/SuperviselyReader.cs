using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads a Supervisely project: a json in <c>ann/</c> for each image in <c>img/</c>, with rectangles, polygons and bitmaps.</summary>
internal static class SuperviselyReader
{
    public static ObjectDataset Read(string path, ReaderOptions options)
    {
        var isFile = File.Exists(path);
        var root = isFile ? Path.GetDirectoryName(Path.GetDirectoryName(path)!)! : path;
        var objects = new NamedObjects(root, DatasetFormat.Supervisely, options.Cancellation);
        foreach (var file in isFile ? [path] : objects.JsonFiles(AnnotationKind.Supervisely))
            using (var json = objects.Json(file))
                if (json is not null) ReadImage(json.RootElement, file, objects);
        var meta = Path.Combine(root, "meta.json");
        if (FileContent.IsThere(meta))
            using (var json = objects.Json(meta))
                if (json is not null) objects.Names(json.RootElement.Field("classes").Items().Select(one => one.Text("title")));
        return objects.Build(isFile);
    }

    private static void ReadImage(JsonElement json, string file, NamedObjects objects)
    {
        var where = ImageFiles.NameOf(objects.Root, file);
        var (width, height) = json.Field("size") is { } size ? (size.Size("width"), size.Size("height")) : (0, 0);
        var items = new List<(string, ObjectAnnotation)>();
        var annotated = json.Field("objects").Items().ToList();
        foreach (var (at, item) in annotated.Index())
        {
            var name = item.Text("classTitle")?.Trim();
            if (string.IsNullOrEmpty(name)) objects.Error(where, $"Object {at + 1} has no classTitle.", "Export the project again.");
            else if (Object(item, (width, height), $"{where}, {name} {at + 1}", objects) is { } found)
            {
                var extra = ToolFields.OfObject(DatasetFormat.Supervisely, ToolFields.FieldsOf(item));
                items.Add((name, found with { Number = at + 1, Extra = extra }));
            }
        }
        // "ds/ann/a.jpg.json" is of "ds/img/a.jpg"; older projects leave the image's ending out.
        var named = Path.GetFileNameWithoutExtension(file);
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file)!)!, "img");
        var expected = Path.Combine(folder, named);
        objects.Add(File.Exists(expected) ? expected : objects.ImageOf($"{Path.GetFileName(Path.GetDirectoryName(folder))}/img/{named}", file) ?? expected,
            (width, height), items, annotated.Count - items.Count, where,
            ToolFields.OfImage(DatasetFormat.Supervisely, ToolFields.FieldsOf(json)));
    }

    private static ObjectAnnotation? Object(JsonElement item, (int Width, int Height) size, string where, NamedObjects objects)
    {
        var outer = (item.Field("points") is { } points ? points.Field("exterior") : null).Points();
        switch (item.Text("geometryType") ?? (item.Field("bitmap") is null ? "polygon" : "bitmap"))
        {
            case "rectangle" when outer is [var x1, var y1, var x2, var y2]:
                return NamedObjects.OfCorners(x1, y1, x2, y2);
            case "polygon":
                return WithHoles(objects.OfPolygon(outer, where), item.Field("points")?.Field("interior"), size, where, objects);
            case "bitmap" when item.Field("bitmap") is { } bitmap && bitmap.Text("data") is { } data
                && bitmap.Field("origin").Items().ToList() is [var left, var top]
                && left.AsNumber() is { } x && top.AsNumber() is { } y
                && size is { Width: > 0, Height: > 0 } && PastedMask.Read(data, (x, y), size) is { Area: > 0 } mask:
                return new ObjectAnnotation(mask.Bounds, 0) { Mask = mask };
            case ("point" or "line" or "graph" or "cuboid" or "any") and var type:
                objects.PassOver($"Objects of the type '{type}' are left out", where, "Draw a polygon or a rectangle where an object is meant.");
                return null;
            case var type:
                objects.Error(where, $"An object of the type '{type}' cannot be read.", "Draw it again, or remove it.");
                return null;
        }
    }

    // What is cut out of a polygon is none of the object, so it becomes a mask of its pixels.
    private static ObjectAnnotation? WithHoles(ObjectAnnotation? item, JsonElement? holes, (int Width, int Height) size, string where, NamedObjects objects)
    {
        var read = holes.Items().Select(hole => ((JsonElement?)hole).Points()).ToList();
        if (read.Contains(null)) objects.Remark("A hole of a polygon has a point that is no pair of numbers, and is filled", where, "Draw it again.");
        var inner = read.Where(points => points is { Length: >= 6 }).Select(points => new Polygon(points!)).ToList();
        // A polygon that reaches far beyond the image is left to the examination.
        if (item is null || inner.Count == 0 || !PastedMask.IsPlausible((0, 0), size) || item.Box.Clip(size.Width, size.Height) != item.Box) return item;
        var mask = Mask.FromPolygons(size.Width, size.Height, item.Polygons!).Without(Mask.FromPolygons(size.Width, size.Height, inner));
        return mask.Area == 0 ? item : item with { Polygons = null, Mask = mask };
    }
}
