namespace Graft.Data;

/// <summary>Recognises YOLO data without a path to a description: by the description in the folder, or by label files alone.</summary>
internal static class YoloFolders
{
    private const string ClassList = "classes.txt", Labels = "labels.txt";

    /// <summary>Null where the folder has no YOLO labels.</summary>
    /// <exception cref="GraftException">Several descriptions disagree.</exception>
    public static YoloLayout? Find(LayoutScan scan)
    {
        var labels = scan.Of(AnnotationKind.Yolo);
        var descriptions = scan.Others.Where(IsDescription).Where(name => Describes(scan.PathOf(name))).ToList();
        // Of one that lies with the data's folders and others deeper, the first is meant.
        var depth = descriptions.Select(Depth).DefaultIfEmpty().Min();
        descriptions = [.. descriptions.Where(name => Depth(name) == depth)];
        if (labels.Count == 0 && (descriptions.Count == 0 || !HasLabelFiles(scan))) return null;
        if (descriptions.Count == 0) return OfLabels(scan, labels);
        var layouts = descriptions.Select(name => YoloDescription.Read(scan.PathOf(name))).ToList();
        foreach (var other in layouts.Skip(1))
            if (!other.Names.SequenceEqual(layouts[0].Names))
                throw new GraftException($"'{scan.Root}' has {Words.Count(layouts.Count, "description")} of YOLO data with different classes: "
                    + $"{Words.List(descriptions)}.", "Expected one.", $"Give the right one instead of the folder, as in '{scan.PathOf(descriptions[0])}'.");
        return layouts[0];
    }

    private static int Depth(string name) => name.Count(letter => letter == '/');

    private static bool IsDescription(string name) => Path.GetExtension(name).ToLowerInvariant() is ".yaml" or ".yml" or ".data";

    // Most yaml files describe other things: programs, trainings, workflows.
    private static bool Describes(string path)
    {
        try
        {
            if (!FileContent.IsThere(path)) return false;
            return path.EndsWith(".data", StringComparison.OrdinalIgnoreCase)
                ? File.ReadLines(path).Take(20).Any(line => line.Replace(" ", "").StartsWith("names=", StringComparison.Ordinal))
                : File.ReadLines(path).Take(10_000).Any(line => line.TrimStart('\uFEFF').StartsWith("names", StringComparison.Ordinal));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool HasLabelFiles(LayoutScan scan) => scan.Images.Take(200).Any(image => File.Exists(YoloLayout.LabelOf(scan.PathOf(image))));

    private static YoloLayout OfLabels(LayoutScan scan, IReadOnlyList<string> labels)
    {
        var lists = Lists(scan);
        IReadOnlyList<YoloSource> sources;
        IReadOnlyList<Problem> problems = [];
        if (lists.Count > 0) (sources, problems) = YoloLists.Read(scan.Root, lists);
        else sources = FolderSources(scan);
        if (sources.Count == 0)
            problems = [new Problem(scan.Root, $"No image belongs to the label files, such as {labels[0]}.",
                "Put the images beside them, or in 'images' where the label files lie in 'labels'.")];
        return new YoloLayout(scan.Root, sources, NamesIn(scan),
            $"{Words.Count(labels.Count, "text file")} with lines of a class number and coordinates, such as {labels[0]}")
        { Problems = problems };
    }

    // "train.txt" at the root holds paths of images in Darknet's layout.
    private static List<(string Path, string? Split)> Lists(LayoutScan scan) =>
        [.. scan.Others.Where(name => Depth(name) == 0 && name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)
                && SplitNames.Canonical(Path.GetFileNameWithoutExtension(name)) is not null
                && TextFile.FirstLine(scan.PathOf(name)) is { } line && ImageFiles.IsImage(line))
            .Select(name => (scan.PathOf(name), SplitNames.Canonical(Path.GetFileNameWithoutExtension(name))))];

    // With a folder of images, its images without a label file have no objects; otherwise only folders in which there are labels are taken.
    private static IReadOnlyList<YoloSource> FolderSources(LayoutScan scan)
    {
        var isImages = Directory.Exists(Path.Combine(scan.Root, "images"));
        var images = isImages ? scan.Images.Where(name => name.StartsWith("images/", StringComparison.Ordinal)).ToList() : scan.Images;
        var folders = images.GroupBy(name => Path.GetDirectoryName(name) ?? "").ToList();
        if (!isImages)
            folders = [.. folders.Where(folder => folder.Any(name => File.Exists(YoloLayout.LabelOf(scan.PathOf(name)))))];
        else if (folders.All(folder => folder.All(name => !File.Exists(YoloLayout.LabelOf(scan.PathOf(name))))))
            folders = [.. scan.Images.GroupBy(name => Path.GetDirectoryName(name) ?? "")
                .Where(folder => folder.Any(name => File.Exists(YoloLayout.LabelOf(scan.PathOf(name)))))];
        return [.. folders.Select(folder => new YoloSource(scan.PathOf(folder.Key),
            [.. folder.Select(name => (scan.PathOf(name), SplitNames.OfFolders(name)))]))];
    }

    private static IReadOnlyList<string> NamesIn(LayoutScan scan)
    {
        var files = scan.Others
            .Where(name => Path.GetFileName(name) is ClassList or Labels or "_darknet.labels" || name.EndsWith(".names", StringComparison.Ordinal))
            .OrderBy(Depth).ThenBy(name => Path.GetFileName(name) == Labels).ToList();
        if (files.Count == 0) return [];
        var lists = files.Select(name => YoloDescription.NamesOf(scan.PathOf(name))).ToList();
        for (var at = 1; at < lists.Count; at++)
            if (!lists[at].SequenceEqual(lists[0]))
                throw new GraftException($"'{files[0]}' and '{files[at]}' below '{scan.Root}' name different classes.", "Expected one list for all labels.",
                    "Remove the wrong one, or give each part of the data by itself.");
        return lists[0];
    }
}
