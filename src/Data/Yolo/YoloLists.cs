namespace Graft.Data;

/// <summary>Reads folders of images and text files that list them.</summary>
internal static class YoloLists
{
    private const int MaxExamples = 5;

    /// <summary>The images of each source; names in a list that match no file are problems, errors where no name of the list does.</summary>
    public static (IReadOnlyList<YoloSource> Sources, IReadOnlyList<Problem> Problems) Read(string root, IReadOnlyList<(string Path, string? Split)> sources)
    {
        var (read, problems, index) = (new List<YoloSource>(), new List<Problem>(), new ImageIndex(root));
        foreach (var (path, split) in sources)
            read.Add(new YoloSource(path, File.Exists(path) ? Listed(root, path, split, index, problems)
                : [.. ImageFiles.AllFiles(new DirectoryInfo(path)).Where(file => ImageFiles.IsImage(file.Name)).Select(file => (file.FullName, split))]));
        return (OneSplitEach(root, read, problems), problems);
    }

    // "train: images" and "test: images/test" name the test images twice: what is measured on is not learned from.
    private static IReadOnlyList<YoloSource> OneSplitEach(string root, List<YoloSource> sources, List<Problem> problems)
    {
        string[] order = [SplitNames.Test, SplitNames.Validation, SplitNames.Train];
        var twice = sources.SelectMany(source => source.Images).GroupBy(image => image.Path)
            .Where(group => group.Select(image => image.Split).Distinct().Count() > 1)
            .ToDictionary(group => group.Key, group => group.Select(image => image.Split).MinBy(split => Array.IndexOf(order, split)), StringComparer.Ordinal);
        if (twice.Count == 0) return sources;
        var splits = string.Join(" and ", order.Where(split => twice.ContainsValue(split)));
        problems.Add(new Problem(root, $"{Words.Count(twice.Count, "image is", "images are")} named for several splits and used for {splits} alone: "
            + $"{Words.List([.. twice.Keys.Select(path => ImageFiles.NameOf(root, path))], MaxExamples)}.", "Name each image for one split.", IsWarning: true));
        return [.. sources.Select(source => source with
        {
            Images = [.. source.Images.Select(image => twice.TryGetValue(image.Path, out var split) ? (image.Path, split) : image)],
        })];
    }

    private static List<(string, string?)> Listed(string root, string list, string? split, ImageIndex index, List<Problem> problems)
    {
        var (found, missing) = (new List<(string, string?)>(), new List<string>());
        foreach (var line in TextFile.Lines(list).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
            if (index.Find(line, Path.GetDirectoryName(list)!) is { } path) found.Add((path, split));
            else missing.Add(line);
        var where = ImageFiles.NameOf(root, list);
        if (missing.Count > 0)
            problems.Add(found.Count == 0
                ? new Problem(where, $"None of its {missing.Count} names is an image below '{root}': {Words.List(missing, MaxExamples)}.",
                    "Write paths from the list's own folder, or add the images.")
                : new Problem(where, $"{Words.Count(missing.Count, "name is", "names are")} no image below '{root}' and {Words.Was(missing.Count)} left out: "
                    + $"{Words.List(missing, MaxExamples)}.", "Correct the names, or add the images.", IsWarning: true));
        return found;
    }
}
