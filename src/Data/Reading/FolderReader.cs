namespace Graft.Data;

/// <summary>Reads class folders, below train, val and test folders where the user made them.</summary>
internal sealed class FolderReader(string root, ReaderOptions options)
{
    private readonly DirectoryInfo _root = new(root);
    private readonly DatasetBuilder _builder = new(root, root, options);

    public ImageDataset Read()
    {
        var folders = PictureFiles.Subfolders(_root);
        var sides = SplitFolders(folders);
        foreach (var side in sides) ReadSide(side, SplitNames.Canonical(side.Name));
        if (sides.Count == 0) ReadClasses(_root, folders, split: null);
        else NoteStray(folders.Except(sides).SelectMany(PictureFiles.AllFiles), "outside the folders train, val and test");
        NoteStray(PictureFiles.Files(_root), "in no class folder");
        _builder.Hint = Hint(folders);
        return _builder.Build();
    }

    // A class may be called "train" (a data set of vehicles), so the name alone decides nothing: a side holds folders, and
    // stands beside another side or alone.
    private List<DirectoryInfo> SplitFolders(IReadOnlyList<DirectoryInfo> folders)
    {
        var sides = folders.Where(folder => SplitNames.Canonical(folder.Name) is not null && PictureFiles.Subfolders(folder).Count > 0).ToList();
        if (sides.Count < 2 && sides.Count < folders.Count) return [];
        foreach (var twins in sides.GroupBy(side => SplitNames.Canonical(side.Name)).Where(group => group.Count() > 1))
            _builder.Error(root, $"The folders {string.Join(" and ", twins.Select(twin => $"'{twin.Name}'"))} both mean '{twins.Key}'.",
                "Keep one of them, or merge them.");
        return sides;
    }

    private void ReadSide(DirectoryInfo side, string? split)
    {
        ReadClasses(side, PictureFiles.Subfolders(side), split);
        NoteStray(PictureFiles.Files(side), "in no class folder");
    }

    private void ReadClasses(DirectoryInfo parent, IReadOnlyList<DirectoryInfo> folders, string? split)
    {
        foreach (var folder in folders)
        {
            var found = false;
            foreach (var file in PictureFiles.AllFiles(folder))
            {
                var name = PictureFiles.NameOf(root, file.FullName);
                if (PictureFiles.IsPicture(name))
                {
                    _builder.Add(new LabelledFile(file.FullName, name, folder.Name, split));
                    found = true;
                }
                else _builder.AddOther(name);
            }
            if (!found) _builder.AddEmptyClass(folder.Name, PictureFiles.NameOf(root, Path.Combine(parent.FullName, folder.Name)), split);
        }
    }

    private void NoteStray(IEnumerable<FileInfo> files, string where)
    {
        var stray = new List<string>();
        foreach (var file in files)
        {
            var name = PictureFiles.NameOf(root, file.FullName);
            if (PictureFiles.IsPicture(name)) stray.Add(name);
            else _builder.AddOther(name);
        }
        if (stray.Count == 0) return;
        _builder.Warning(root, $"{Words.Count(stray.Count, "picture")} {Words.Lies(stray.Count)} {where} and {Words.Was(stray.Count)} left out: "
            + $"{Words.List(stray)}.",
            "Move each into the folder of its class.");
    }

    private static string Hint(IReadOnlyList<DirectoryInfo> folders) =>
        folders.Count == 1 && PictureFiles.Subfolders(folders[0]).Count > 1
            ? $"The class folders seem to be one level further down: try '{folders[0].FullName}'."
            : "";
}
