using System.Text.RegularExpressions;

namespace Graft.Data;

/// <summary>Tells layouts apart by what lies where.</summary>
internal static partial class LayoutInference
{
    public static DatasetLayout Of(string path)
    {
        if (File.Exists(path)) return OfFile(path);
        if (!Directory.Exists(path))
            throw new GraftException($"There is no folder or file '{path}'.", "Expected a data set.", "Check the path.");
        var root = Path.GetFullPath(path);
        var masks = MaskFolders.Find(root) is { Count: > 0 };
        if (CocoFiles.Find(root) is [var first, ..]) return Coco(first, masks);
        if (VocFiles.Find(root) is [var xml, ..])
            return new(DatasetFormat.Voc, masks ? ["detect", "segment"] : ["detect"], $"There are VOC annotations such as {ImageFiles.NameOf(root, xml)}.");
        if (YoloLayout.Find(root) is { } yolo) return new(DatasetFormat.Yolo, YoloTasks(yolo), $"There are YOLO labels: {yolo.Evidence}.");
        return masks
            ? new(DatasetFormat.Masks, ["segment"],
                $"There are images in '{MaskFolders.Find(root)[0].Images}' and masks in '{MaskFolders.Find(root)[0].Masks}'.")
            : Classes(path, new DirectoryInfo(root));
    }

    private static DatasetLayout Classes(string path, DirectoryInfo root)
    {
        var folders = ImageFiles.Subfolders(root);
        var splits = FolderReader.SplitsAmong(folders);
        string[] classes = [.. (splits.Count > 0 ? splits.SelectMany(ImageFiles.Subfolders) : folders).Select(folder => folder.Name)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var below = splits.Count > 0 ? $" in {string.Join(", ", splits.Select(split => split.Name))}" : "";
        var reason = classes.Length > 0 ? $"There is a folder of images for each class{below}: {Words.List(classes, 5)}."
            : "There are no annotations, and no folders of classes.";
        var doubt = LayoutDoubt.Of(path);
        return new(DatasetFormat.Classes, ["classify"], doubt?.Seen ?? reason) { Doubt = doubt };
    }

    private static DatasetLayout OfFile(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" => Coco(Path.GetFullPath(path), masks: false),
        ".yaml" or ".yml" => new(DatasetFormat.Yolo, YoloLayout.Find(Path.GetFullPath(path)) is { } yolo ? YoloTasks(yolo) : ["detect"],
            "The file is a YOLO description."),
        ".csv" or ".tsv" or ".txt" => new(DatasetFormat.Classes, ["classify"], "The file is a list of images and labels."),
        _ => throw new GraftException($"'{path}' is not a data set.", "Expected a folder, a COCO json, a YOLO data.yaml or a CSV of images and labels."),
    };

    private static DatasetLayout Coco(string json, bool masks)
    {
        var polygons = PolygonPattern().IsMatch(Beginning(json));
        string[] tasks = [.. polygons ? ["detect", "instances"] : new[] { "detect" }, .. polygons || masks ? ["segment"] : Array.Empty<string>()];
        return new(DatasetFormat.Coco, tasks, $"{Path.GetFileName(json)} is a COCO file {(polygons ? "with polygons of the objects" : "with boxes")}.");
    }

    private static IReadOnlyList<string> YoloTasks(YoloLayout yolo) => yolo.HasPolygons() ? ["detect", "instances", "segment"] : ["detect"];

    // Images and categories may come first; some megabytes hold the first annotations of any usual file.
    private static string Beginning(string path)
    {
        using var reader = new StreamReader(FileContent.Open(path));
        var buffer = new char[1 << 22];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }

    [GeneratedRegex("\"segmentation\"\\s*:\\s*(\\[\\s*\\[|\\{)")]
    private static partial Regex PolygonPattern();
}
