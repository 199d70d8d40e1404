namespace Graft.Data;

/// <summary>Reads class folders, below train, val and test folders where the user made them.</summary>
internal sealed class FolderReader(string root, ReaderOptions options)
{
    private readonly DirectoryInfo _root = new(root);
    private readonly DatasetBuilder _builder = new(root, root, options);

    public ImageDataset Read()
    {
        foreach (var problem in ImageFiles.Unreachable(root)) _builder.Error(problem.Where, problem.What, problem.Cure);
        foreach (var problem in ImageFiles.Hidden(root, [])) _builder.Warning(problem.Where, problem.What, problem.Cure);
        var folders = ImageFiles.Subfolders(_root);
        var splits = SplitFolders(folders);
        foreach (var subset in splits) ReadSplit(subset, SplitNames.Canonical(subset.Name));
        if (splits.Count == 0) ReadClasses(_root, folders, split: null);
        else NoteOutside([.. folders.Where(folder => !splits.Contains(folder))], splits);
        NoteStray(ImageFiles.Files(_root), "in no class folder");
        _builder.Hint = Hint(folders) is { Length: > 0 } hint ? hint : Manifest() is { } list ? $"'{list}' has the labels: give it instead of the folder." : "";
        return _builder.Build();
    }

    /// <summary>
    /// The folders that are splits. A class may be called "train" (a data set of vehicles), so the name alone decides nothing: a split holds folders,
    /// and stands beside another split or alone.
    /// </summary>
    public static IReadOnlyList<DirectoryInfo> SplitsAmong(IReadOnlyList<DirectoryInfo> folders)
    {
        var splits = folders.Where(folder => SplitNames.Canonical(folder.Name) is not null && ImageFiles.Subfolders(folder).Count > 0).ToList();
        return splits.Count < 2 && splits.Count < folders.Count && UnlabelledAmong(folders, splits).Count < folders.Count - 1 ? [] : splits;
    }

    /// <summary>Flat folders of test images without classes beside the classes of train, as competitions have; none where train has none.</summary>
    public static IReadOnlyList<DirectoryInfo> UnlabelledAmong(IReadOnlyList<DirectoryInfo> folders, IReadOnlyList<DirectoryInfo> splits) =>
        splits.Any(split => SplitNames.Canonical(split.Name) == SplitNames.Train && ImageFiles.Subfolders(split).Count > 1)
            ? [.. folders.Where(folder => SplitNames.Canonical(folder.Name) == SplitNames.Test && ImageFiles.Subfolders(folder).Count == 0)] : [];

    private IReadOnlyList<DirectoryInfo> SplitFolders(IReadOnlyList<DirectoryInfo> folders)
    {
        var splits = SplitsAmong(folders);
        foreach (var twins in splits.GroupBy(split => SplitNames.Canonical(split.Name)).Where(group => group.Count() > 1))
            _builder.Error(root, $"The folders {string.Join(" and ", twins.Select(twin => $"'{twin.Name}'"))} both mean '{twins.Key}'.",
                "Keep one of them, or merge them.");
        return splits;
    }

    private void ReadSplit(DirectoryInfo subset, string? split)
    {
        ReadClasses(subset, ImageFiles.Subfolders(subset), split);
        NoteStray(ImageFiles.Files(subset), "in no class folder");
    }

    private void ReadClasses(DirectoryInfo parent, IReadOnlyList<DirectoryInfo> folders, string? split)
    {
        foreach (var folder in folders)
        {
            var found = false;
            foreach (var file in ImageFiles.AllFiles(folder))
            {
                options.Cancellation.ThrowIfCancellationRequested();
                var name = ImageFiles.NameOf(root, file.FullName);
                if (ImageFiles.IsImage(name))
                {
                    _builder.Add(new LabelledFile(file.FullName, name, folder.Name, split));
                    found = true;
                }
                else _builder.AddOther(name);
            }
            if (!found) _builder.AddEmptyClass(folder.Name, ImageFiles.NameOf(root, Path.Combine(parent.FullName, folder.Name)), split);
        }
    }

    private void NoteOutside(IReadOnlyList<DirectoryInfo> others, IReadOnlyList<DirectoryInfo> splits)
    {
        var flat = UnlabelledAmong(others, splits);
        foreach (var folder in flat)
        {
            var images = ImageFiles.Files(folder).Count(file => ImageFiles.IsImage(file.Name));
            if (images > 0)
                _builder.Warning(folder.Name, $"{Words.Count(images, "image has", "images have")} no class: {(images == 1 ? "it is" : "they are")} neither "
                    + "trained on nor measured.", "Nothing to do if they are for `graft predict`; otherwise put each into the folder of its class.");
        }
        NoteStray(others.Where(folder => !flat.Contains(folder)).SelectMany(ImageFiles.AllFiles), "outside the folders train, val and test");
    }

    private void NoteStray(IEnumerable<FileInfo> files, string where)
    {
        var stray = new List<string>();
        foreach (var file in files)
        {
            var name = ImageFiles.NameOf(root, file.FullName);
            if (ImageFiles.IsImage(name)) stray.Add(name);
            else _builder.AddOther(name);
        }
        if (stray.Count == 0) return;
        _builder.Warning(root, $"{Words.Count(stray.Count, "image")} {Words.Lies(stray.Count)} {where} and {Words.Was(stray.Count)} left out: "
            + $"{Words.List(stray)}.",
            "Move each into the folder of its class.");
    }

    private string? Manifest() => ImageFiles.Files(_root).Where(file => file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase))
        .FirstOrDefault(file => TextFile.FirstLine(file.FullName)?.ToLowerInvariant().Split(',', ';', '\t') is { } columns
            && columns.Contains("file") && columns.Contains("label"))?.FullName;

    private static string Hint(IReadOnlyList<DirectoryInfo> folders) =>
        folders.Count == 1 && ImageFiles.Subfolders(folders[0]).Count > 1
            ? $"The class folders seem to be one level further down: try '{folders[0].FullName}'."
            : "";
}
