using System.Text.Json;

namespace Graft.Data;

/// <summary>Class names of a mask data set: from a text, yaml or json file, from a COCO file beside, or VOC's own.</summary>
internal static class ClassNames
{
    private static readonly string[] Stems = ["classes", "names", "labels", "data", "class_names"];

    private static readonly string[] Voc =
    [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse", "motorbike",
        "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    /// <summary>Names in the order of the mask's values, and where they are from; null when nothing tells.</summary>
    public static (IReadOnlyList<string> Names, string Source)? Find(string root)
    {
        foreach (var path in Stems.SelectMany(stem => new[] { ".txt", ".yaml", ".yml", ".json" }.Select(extension => Path.Combine(root, stem + extension))))
            if (FileContent.IsThere(path) && Read(path) is { Count: > 0 } names) return (names, ImageFiles.NameOf(root, path));
        if (CocoFiles.Find(root) is [var coco, ..] && CocoJson.Read(coco).Categories is { Count: > 0 } categories)
            return (["background", .. new CocoClasses(root, categories, new FindingList(root)).Names], ImageFiles.NameOf(root, coco));
        return Directory.Exists(Path.Combine(root, "SegmentationClass")) ? (Voc, "Pascal VOC") : null;
    }

    private static IReadOnlyList<string> Read(string path) => Path.GetExtension(path) switch
    {
        ".json" => Json(path),
        ".txt" => [.. FileContent.Lines(path).Select(line => line.Trim()).Where(line => line.Length > 0)],
        _ => PlainYaml.Read(path).Names("names"),
    };

    // A list of names, a table of values to names, or a table of names to values.
    private static IReadOnlyList<string> Json(string path)
    {
        try
        {
            using var stream = FileContent.Open(path);
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && (root.TryGetProperty("names", out var inner) || root.TryGetProperty("classes", out inner)))
                root = inner;
            if (root.ValueKind == JsonValueKind.Array && root.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
                return [.. root.EnumerateArray().Select(item => item.GetString()!)];
            if (root.ValueKind != JsonValueKind.Object) return [];
            var pairs = root.EnumerateObject()
                .Select(item => item.Value.ValueKind == JsonValueKind.Number && item.Value.TryGetInt32(out var value) ? (value, item.Name)
                : int.TryParse(item.Name, out var key) && item.Value.ValueKind == JsonValueKind.String ? (key, item.Value.GetString()!) : (-1, ""))
                    .OrderBy(pair => pair.Item1).ToList();
            return pairs.Select((pair, at) => pair.Item1 == at).All(same => same) ? [.. pairs.Select(pair => pair.Item2)] : [];
        }
        // The second is what text that is no UTF-8, and half a pair of surrogates, are refused with.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new GraftException($"'{path}' is not JSON: {fault.Message}", "Expected a list of class names, or a table of values and names.",
                "Correct the file.", fault);
        }
    }
}
