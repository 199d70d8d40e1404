namespace Graft.Data;

/// <summary>
/// Finds images that a list or an annotation names by a path of another machine, with other slashes, capitals, ending or form of its letters: the file
/// below the root whose path ends as the name does, as long as there is only one.
/// </summary>
internal sealed class ImageIndex
{
    private readonly string _root;
    private readonly Lazy<ILookup<string, string>> _byStem;

    public ImageIndex(string root)
    {
        _root = root;
        _byStem = new(() => ImageFiles.AllFiles(new DirectoryInfo(root)).Where(file => ImageFiles.IsImage(file.Name)).Select(file => file.FullName)
            .ToLookup(path => Path.GetFileNameWithoutExtension(path), NameLook.Loose));
    }

    /// <summary>The file as named from a folder or the root, otherwise the one that the end of the name tells; null without any, or among several.</summary>
    public string? Find(string name, string? beside = null, string? split = null)
    {
        var local = name.Replace('\\', '/').Trim();
        foreach (var folder in new[] { beside, _root })
            if (folder is not null && ImageFiles.PathOf(folder, local) is var path && File.Exists(path)) return path;
        return Ending(local, split);
    }

    private string? Ending(string local, string? split)
    {
        var parts = local.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) return null;
        var file = parts[^1];
        // A name without an ending, or with one that is not an image's, is a stem with a dot in it.
        var stem = ImageFiles.IsImage(file) ? Path.GetFileNameWithoutExtension(file) : file;
        var candidates = _byStem.Value[stem].ToList();
        if (candidates.Count(path => Path.GetFileName(path) == file) is > 0) candidates = [.. candidates.Where(path => Path.GetFileName(path) == file)];
        if (candidates.Count > 1)
        {
            var common = candidates.Select(path => CommonEnd(path, parts)).ToList();
            candidates = [.. candidates.Where((_, at) => common[at] == common.Max())];
        }
        if (candidates.Count > 1 && split is not null)
            candidates = [.. candidates.Where(path => ImageFiles.NameOf(_root, path).Split('/')[..^1].Any(part => SplitNames.Canonical(part) == split))];
        return candidates.Count == 1 ? candidates[0] : null;
    }

    // How many folders above the file are called the same.
    private static int CommonEnd(string path, string[] parts)
    {
        var own = path.Split(Path.DirectorySeparatorChar);
        var count = 0;
        while (count + 1 < parts.Length && count + 1 < own.Length
            && NameLook.Loose.Equals(own[^(count + 2)], parts[^(count + 2)])) count++;
        return count;
    }
}
