using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads labelme's json files, one for each image: polygons, rectangles, circles and masks.</summary>
internal static class LabelmeReader
{
    private const string Group = "group_id";

    public static ObjectDataset Read(string path, ReaderOptions options)
    {
        var isFile = File.Exists(path);
        var objects = new NamedObjects(isFile ? Path.GetDirectoryName(path)! : path, DatasetFormat.Labelme, options.Cancellation);
        foreach (var file in isFile ? [path] : objects.JsonFiles(AnnotationKind.Labelme))
            using (var json = objects.Json(file))
                if (json is not null) ReadImage(json.RootElement, file, objects);
        return objects.Build(isFile);
    }

    private static void ReadImage(JsonElement json, string file, NamedObjects objects)
    {
        var where = ImageFiles.NameOf(objects.Root, file);
        var named = json.Text("imagePath") is { Length: > 0 } text ? text : Path.GetFileNameWithoutExtension(file);
        // Renamed images keep the name of their json file; where neither is there, it may be only in the json.
        var path = objects.ImageOf(named, file) ?? objects.ImageOf(Path.GetFileNameWithoutExtension(file), file);
        if (path is null && json.Text("imageData") is { Length: > 0 })
        {
            objects.Error(where, $"The image '{named}' is only inside the json file.", "Save the images as files beside the json files.");
            return;
        }
        var found = new List<(string Class, string? Group, ObjectAnnotation Item)>();
        var shapes = json.Field("shapes").Items().ToList();
        foreach (var (at, shape) in shapes.Index())
        {
            var name = shape.Text("label")?.Trim();
            if (string.IsNullOrEmpty(name)) objects.Error(where, $"Shape {at + 1} has no label.", "Name it, or remove it.");
            else if (Object(shape, $"{where}, {name} {at + 1}", json, objects) is { } item)
                found.Add((name, shape.Text(Group), item with
                { Number = at + 1, Extra = ToolFields.OfObject(DatasetFormat.Labelme, ToolFields.FieldsOf(shape)) }));
        }
        objects.Add(path ?? ImageFiles.PathOf(Path.GetDirectoryName(file)!, named),
            (json.Size("imageWidth"), json.Size("imageHeight")), Grouped(found), shapes.Count - found.Count, where,
            ToolFields.OfImage(DatasetFormat.Labelme, ToolFields.FieldsOf(json)));
    }

    // Parts of one object have one group: what others occlude falls into several polygons.
    private static List<(string, ObjectAnnotation)> Grouped(List<(string Class, string? Group, ObjectAnnotation Item)> found) =>
        [.. found.Select((item, at) => (item.Class, item.Item, Key: item.Group ?? $"alone {at}")).GroupBy(item => (item.Class, item.Key)).SelectMany(group =>
            group.Count() > 1 && group.All(part => part.Item.Polygons is not null)
                ? [(group.Key.Class, NamedObjects.OfPolygons([.. group.SelectMany(part => part.Item.Polygons!)]) with
                { Number = group.First().Item.Number, Extra = OfGroup(group.Select(part => part.Item.Extra)) })]
                : group.Select(part => (part.Class, part.Item)))];

    // Of the same field the first part's; which group it is says nothing once it is one object.
    private static Dictionary<string, JsonElement>? OfGroup(IEnumerable<IReadOnlyDictionary<string, JsonElement>?> parts)
    {
        var all = parts.SelectMany(part => part ?? new Dictionary<string, JsonElement>()).Where(field => field.Key != Group).DistinctBy(field => field.Key)
            .ToDictionary(StringComparer.Ordinal);
        return all.Count > 0 ? all : null;
    }

    private static ObjectAnnotation? Object(JsonElement shape, string where, JsonElement image, NamedObjects objects)
    {
        if (shape.Field("points").Points() is not { } points) return objects.OfPolygon(null, where);
        switch (shape.Text("shape_type") ?? "polygon", points)
        {
            case ("polygon", _):
                return objects.OfPolygon(points, where);
            case ("rectangle", [var x1, var y1, var x2, var y2]):
                return NamedObjects.OfCorners(x1, y1, x2, y2);
            case ("rectangle" or "oriented_rectangle", { Length: 8 }):
                return objects.OfPolygon(points, where);
            case ("circle", [var x, var y, var edgeX, var edgeY]):
                var radius = Math.Sqrt((edgeX - x) * (edgeX - x) + (edgeY - y) * (edgeY - y));
                return objects.OfPolygon(NamedObjects.Ellipse(x, y, radius, radius), where);
            case ("mask", [var left, var top, _, _]):
                return OfMask(shape, (left, top), image, where, objects);
            case (("point" or "points" or "line" or "linestrip") and var type, _):
                objects.PassOver($"Shapes of the type '{type}' have no area and are left out", where,
                    "Draw a polygon or a rectangle where an object is meant.");
                return null;
            case (var type, _):
                objects.Error(where, $"A shape of the type '{type}' with {Words.Count(points.Length / 2, "point")} cannot be read.",
                    "Draw a polygon or a rectangle.");
                return null;
        }
    }

    // A PNG of the box around it.
    private static ObjectAnnotation? OfMask(JsonElement shape, (double Left, double Top) corner, JsonElement image, string where, NamedObjects objects)
    {
        var (width, height) = (image.Size("imageWidth"), image.Size("imageHeight"));
        if (shape.Text("mask") is { } text && width > 0 && height > 0 && PastedMask.Read(text, corner, (width, height)) is { Area: > 0 } mask)
            return new ObjectAnnotation(mask.Bounds, 0) { Mask = mask };
        objects.Error(where, "Its mask cannot be read.", "Draw it again, or remove it.");
        return null;
    }
}
