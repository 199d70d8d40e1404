using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads the json of VGG Image Annotator 1 and 2, the project or the annotations alone: rectangles, polygons, circles and ellipses.</summary>
internal static class ViaReader
{
    /// <summary>The class of regions that have no attribute: one kind of object was annotated, and nobody named it.</summary>
    public const string OnlyClass = "object";

    private static readonly string[] ClassAttributes = ["class", "label", "name", "category", "type", "object"];
    private static readonly string Known = $"{string.Join(", ", ClassAttributes.SkipLast(1).Select(word => $"'{word}'"))} or '{ClassAttributes[^1]}'";

    public static ObjectDataset Read(string path, ReaderOptions options) =>
        NamedObjects.ReadFiles(path, DatasetFormat.Via, [AnnotationKind.Via], options, (file, objects) =>
        {
            using var json = objects.Json(file);
            if (json is null) return;
            var root = json.RootElement.Field("_via_img_metadata") ?? json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return;
            List<(JsonElement Json, List<JsonElement> Regions)> images = [.. root.EnumerateObject()
                .Where(image => image.Value.Field("filename") is not null || image.Value.Field("regions") is not null)
                .Select(image => (image.Value, Regions(image.Value)))];
            var (attribute, others) = ClassAttribute([.. images.SelectMany(image => image.Regions)]);
            Tell(attribute, others, file, objects);
            objects.Names(Options(json.RootElement, attribute ?? ""));
            foreach (var (image, regions) in images) ReadImage(image, regions, attribute, file, objects);
        });

    // A list, or in version 1 a table of numbers.
    private static List<JsonElement> Regions(JsonElement image) => image.Field("regions") is { ValueKind: JsonValueKind.Object } table
        ? [.. table.EnumerateObject().Select(region => region.Value)] : [.. image.Field("regions").Items()];

    // The attribute of regions that tells their class: the only one, or the one that is called so. Null where no region has any, "" where it cannot be told.
    private static (string? Name, string[] Others) ClassAttribute(List<JsonElement> regions)
    {
        string[] given = [.. regions.SelectMany(Attributes).Where(pair => Value(pair.Value).Any()).Select(pair => pair.Name).Distinct(StringComparer.Ordinal)];
        var chosen = given.Length switch
        {
            0 => null,
            1 => given[0],
            _ => ClassAttributes.Select(word => given.FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(name => name is not null) ?? "",
        };
        return (chosen, [.. given.Where(name => name != chosen)]);
    }

    private static void Tell(string? attribute, string[] others, string file, NamedObjects objects)
    {
        var where = ImageFiles.NameOf(objects.Root, file);
        if (attribute is "")
            objects.Error(where, $"The regions have several attributes ({Words.List(others)}), and none of them is called "
                + $"{Known}.", "Call the attribute that tells the class 'class'.");
        else if (others.Length > 0)
            objects.Note(where, $"The class is taken from the regions' attribute '{attribute}'; they also have {Words.List(others)}.",
                "Call the attribute that tells the class 'class' if it is another.");
    }

    private static IEnumerable<JsonProperty> Attributes(JsonElement region) =>
        region.Field("region_attributes") is { ValueKind: JsonValueKind.Object } attributes ? attributes.EnumerateObject() : [];

    // A word, or a table of the options that are ticked.
    private static IEnumerable<string> Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Word(value.GetString()!),
        JsonValueKind.Number => [value.GetRawText()],
        JsonValueKind.Object => value.EnumerateObject().Where(option => option.Value.ValueKind == JsonValueKind.True).SelectMany(option => Word(option.Name)),
        _ => [],
    };

    private static string[] Word(string text) => text.Trim() is { Length: > 0 } word ? [word] : [];

    private static void ReadImage(JsonElement image, List<JsonElement> regions, string? attribute, string file, NamedObjects objects)
    {
        var named = image.Text("filename") ?? "";
        var where = $"{ImageFiles.NameOf(objects.Root, file)}, {named}";
        if (named.Length == 0)
        {
            objects.Error(where, "An image has no filename.", "Save the annotations again.");
            return;
        }
        var items = new List<(string, ObjectAnnotation)>();
        foreach (var (at, region) in regions.Index())
            if (Class(region, attribute, $"{where}, region {at + 1}", objects) is { } name
                && Object(region.Field("shape_attributes"), $"{where}, {name} {at + 1}", objects) is { } item)
                items.Add((name, item with { Number = at + 1, Extra = Extra(region, attribute) }));
        objects.Add(objects.ImageOf(named, file) ?? ImageFiles.PathOf(Path.GetDirectoryName(file)!, named), (0, 0), items, regions.Count - items.Count, where,
            ToolFields.OfImage(DatasetFormat.Via, ToolFields.FieldsOf(image)));
    }

    private static Dictionary<string, JsonElement>? Extra(JsonElement region, string? attribute) =>
        ToolFields.OfObject(DatasetFormat.Via, ToolFields.FieldsOf(region).Concat(ToolFields.Together(ToolFields.Attributes,
            Attributes(region).Where(pair => pair.Name != attribute).Select(pair => (pair.Name, pair.Value)))));

    // The options that the project offers for the class.
    private static IEnumerable<string> Options(JsonElement project, string attribute) =>
        project.Field("_via_attributes")?.Field("region")?.Field(attribute)?.Field("options") is { ValueKind: JsonValueKind.Object } options
            ? options.EnumerateObject().Select(option => option.Name) : [];

    private static string? Class(JsonElement region, string? attribute, string where, NamedObjects objects)
    {
        if (attribute is null)
        {
            objects.Remark($"A region has no attribute and is taken for the class '{OnlyClass}'", where,
                "Give regions an attribute 'class' if there are several.");
            return OnlyClass;
        }
        if (attribute.Length == 0) return null; // it was said of the file
        string[] names = [.. Attributes(region).Where(pair => pair.Name == attribute).SelectMany(pair => Value(pair.Value))];
        if (names.Length == 1) return names[0];
        objects.Error(where, names.Length == 0 ? $"It has no '{attribute}'." : $"It has several classes in '{attribute}': {Words.List(names)}.",
            "Give it one, or remove it.");
        return null;
    }

    private static ObjectAnnotation? Object(JsonElement? shape, string where, NamedObjects objects)
    {
        double? Number(string name) => shape?.Number(name);
        switch (shape?.Text("name"))
        {
            case "rect" when (Number("x"), Number("y"), Number("width"), Number("height")) is ({ } x, { } y, { } width, { } height):
                return NamedObjects.OfCorners(x, y, x + width, y + height);
            case "polygon":
                var (across, down) = (Numbers(shape, "all_points_x"), Numbers(shape, "all_points_y"));
                return objects.OfPolygon(across.Count != down.Count ? null
                    : [.. across.Zip(down).SelectMany(point => new[] { point.First, point.Second })], where);
            case "circle" when (Number("cx"), Number("cy"), Number("r")) is ({ } x, { } y, { } radius):
                return objects.OfPolygon(NamedObjects.Ellipse(x, y, radius, radius), where);
            case "ellipse" when (Number("cx"), Number("cy"), Number("rx"), Number("ry")) is ({ } x, { } y, { } radiusX, { } radiusY):
                return objects.OfPolygon(NamedObjects.Ellipse(x, y, radiusX, radiusY, (Number("theta") ?? 0) * 180 / Math.PI), where);
            case ("point" or "polyline" or "line") and var type:
                objects.PassOver($"Shapes of the type '{type}' have no area and are left out", where,
                    "Draw a polygon or a rectangle where an object is meant.");
                return null;
            case var type:
                objects.Error(where, type is null ? "It has no shape." : $"A shape of the type '{type}' cannot be read.", "Draw it again, or remove it.");
                return null;
        }
    }

    // Not a number where one is none, which no polygon may have.
    private static List<double> Numbers(JsonElement? shape, string name) => [.. (shape?.Field(name)).Items().Select(value => value.AsNumber() ?? double.NaN)];
}
