namespace Graft.Cli;

/// <summary>
/// Names of the files that <c>graft predict</c> saves: the image's own, or, where two images have one name, their folders as well, so that every
/// file tells whose it is.
/// </summary>
internal sealed class SavedNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public SavedNames(IReadOnlyList<string> files)
    {
        List<string> distinct = [.. files.Select(Path.GetFullPath).Distinct()];
        var root = Common(distinct);
        Func<string, string>[] ways =
        [
            file => Path.GetFileNameWithoutExtension(file),
            file => Path.ChangeExtension(Path.GetRelativePath(root, file), null),
            file => Path.GetRelativePath(root, file),
        ];
        // Some disks do not tell capitals from small letters.
        var way = ways.FirstOrDefault(way => distinct.Select(way).Distinct(StringComparer.OrdinalIgnoreCase).Count() == distinct.Count) ?? ways[^1];
        foreach (var file in distinct) _names[file] = way(file);
    }

    /// <summary>Name without an ending; it may have folders.</summary>
    public string this[string file] => _names[Path.GetFullPath(file)];

    // The deepest folder that holds all of them.
    private static string Common(List<string> files)
    {
        var root = files.Count == 0 ? "" : Path.GetDirectoryName(files[0])!;
        while (Path.GetDirectoryName(root) is { } parent && !files.All(file => IsBelow(file, root))) root = parent;
        return root;
    }

    private static bool IsBelow(string file, string folder) =>
        file.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
