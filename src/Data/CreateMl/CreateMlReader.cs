using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Reads Create ML's json of images: boxes by their centre and size, in pixels. Apple documents two forms of the names, <c>image</c> with
/// <c>annotations</c> and <c>imagefilename</c> with <c>annotation</c>; each name is read wherever it stands.
/// </summary>
internal static class CreateMlReader
{
    public static ObjectDataset Read(string path, ReaderOptions options) =>
        NamedObjects.ReadFiles(path, DatasetFormat.CreateMl, [AnnotationKind.CreateMl], options, (file, objects) =>
        {
            using var json = objects.Json(file);
            foreach (var (at, image) in (json?.RootElement).Items().Index()) ReadImage(image, at + 1, file, objects);
        });

    private static void ReadImage(JsonElement image, int number, string file, NamedObjects objects)
    {
        var named = image.Text("image") ?? image.Text("imagefilename") ?? "";
        var where = $"{ImageFiles.NameOf(objects.Root, file)}, {(named.Length > 0 ? named : $"entry {number}")}";
        if (named.Length == 0)
        {
            objects.Error(where, "An entry has neither 'image' nor 'imagefilename'.", "Export the annotations again.");
            return;
        }
        var annotations = (image.Field("annotations") ?? image.Field("annotation")).Items().ToList();
        var items = new List<(string, ObjectAnnotation)>();
        foreach (var (at, annotation) in annotations.Index())
        {
            var name = annotation.Text("label")?.Trim();
            if (string.IsNullOrEmpty(name)) objects.Error(where, $"Annotation {at + 1} has no label.", "Name it, or remove it.");
            else if (annotation.Field("coordinates") is { } box && box.Number("x") is { } x && box.Number("y") is { } y
                && box.Number("width") is { } width && box.Number("height") is { } height)
                items.Add((name, NamedObjects.OfCorners(x - width / 2, y - height / 2, x + width / 2, y + height / 2) with
                { Number = at + 1, Extra = ToolFields.OfObject(DatasetFormat.CreateMl, ToolFields.FieldsOf(annotation)) }));
            else objects.Error($"{where}, {name} {at + 1}", "It has no coordinates of four numbers.", "Draw it again, or remove it.");
        }
        objects.Add(objects.ImageOf(named, file) ?? ImageFiles.PathOf(Path.GetDirectoryName(file)!, named), (0, 0), items,
            annotations.Count - items.Count, where, ToolFields.OfImage(DatasetFormat.CreateMl, ToolFields.FieldsOf(image)));
    }
}
