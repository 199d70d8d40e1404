namespace Graft.Data;

/// <summary>What counts as an image, what is hidden, and walking folders without running in circles.</summary>
internal static class ImageFiles
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff",
    };

    /// <summary>By extension only; whether it decodes is for the examination.</summary>
    public static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path));

    /// <summary>Dot files, the operating systems' own litter, and what Windows marks as hidden.</summary>
    public static bool IsHidden(FileSystemInfo entry) =>
        IsHiddenName(entry.Name) || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden));

    /// <summary>Whether a file or folder is hidden by its name alone.</summary>
    public static bool IsHiddenName(string name) =>
        name.StartsWith('.') || name.StartsWith('~') || name is "__MACOSX" or "Thumbs.db" or "desktop.ini" or "@eaDir";

    /// <summary>Folders directly below, hidden ones and those of <see cref="Unreachable(string)"/> left out, sorted ordinally.</summary>
    public static IReadOnlyList<DirectoryInfo> Subfolders(DirectoryInfo folder) =>
        [.. Named(folder).EnumerateDirectories().Where(entry => !IsHidden(entry) && !IsUnreachable(entry))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>Files directly in a folder, hidden ones left out, sorted ordinally.</summary>
    public static IReadOnlyList<FileInfo> Files(DirectoryInfo folder) =>
        [.. Named(folder).EnumerateFiles().Where(entry => !IsHidden(entry)).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>An error for each folder at any depth whose name is not UTF-8: no path leads to it, so nothing in it can be read.</summary>
    public static IEnumerable<Problem> Unreachable(string root) => Unreachable(new DirectoryInfo(root), new HashSet<string>(StringComparer.Ordinal));

    /// <summary>What a walk through a folder passes by, as warnings: folders of <see cref="Unreachable(string)"/>, and images whose names hide them.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="used">Full paths of what was read all the same, since something names it.</param>
    public static IEnumerable<Problem> PassedBy(string root, IEnumerable<string> used) =>
        Unreachable(root).Select(problem => problem with { IsWarning = true }).Concat(Hidden(root, used));

    /// <summary>A warning where images have names that hide them; of names that macOS makes beside every file, nothing is said.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="used">Full paths of what was read all the same, since something names it.</param>
    public static IEnumerable<Problem> Hidden(string root, IEnumerable<string> used)
    {
        var hidden = HiddenNames(root, used);
        if (hidden.Count > 0)
            yield return new Problem(root,
                $"{Words.Count(hidden.Count, "image is hidden by its name and was", "images are hidden by their names and were")} left out: "
                    + $"{Words.List(hidden)}.",
                "Rename what is meant to be used.", IsWarning: true);
    }

    /// <summary>The names of those images from the root.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="used">Full paths of what was read all the same.</param>
    public static IReadOnlyList<string> HiddenNames(string root, IEnumerable<string> used)
    {
        var known = used.ToHashSet(StringComparer.Ordinal);
        return [.. Folders(new DirectoryInfo(root), new HashSet<string>(StringComparer.Ordinal)).SelectMany(folder => folder.EnumerateFiles())
            .Where(file => IsHidden(file) && IsImage(file.Name) && !IsResourceFork(file.Name) && !known.Contains(file.FullName))
            .Select(file => NameOf(Path.GetFullPath(root), file.FullName)).Order(StringComparer.Ordinal)];
    }

    // macOS keeps one beside every file on drives of other systems.
    private static bool IsResourceFork(string name) => name.StartsWith("._", StringComparison.Ordinal);

    private static IEnumerable<DirectoryInfo> Folders(DirectoryInfo folder, HashSet<string> followed) =>
        Subfolders(folder).Where(below => !LeadsBack(below, followed)).SelectMany(below => Folders(below, followed)).Prepend(folder);

    private static IEnumerable<Problem> Unreachable(DirectoryInfo folder, HashSet<string> followed)
    {
        foreach (var entry in Named(folder).EnumerateDirectories().Where(entry => !IsHidden(entry) && IsUnreachable(entry)))
            yield return new Problem(folder.FullName, $"The name of the folder '{entry.Name}' is not UTF-8, so it cannot be opened.", "Rename it.");
        foreach (var below in Subfolders(folder))
            if (!LeadsBack(below, followed))
                foreach (var problem in Unreachable(below, followed))
                    yield return problem;
    }

    /// <summary>Files at any depth. A link that leads back to a folder above it is not followed, and none a second time.</summary>
    public static IEnumerable<FileInfo> AllFiles(DirectoryInfo folder) => AllFiles(folder, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Paths of the images at any depth, beginning as the folder was given.</summary>
    public static IEnumerable<string> In(string folder) => AllFiles(new DirectoryInfo(folder)).Where(file => IsImage(file.Name))
        .Select(file => Path.Combine(folder, Path.GetRelativePath(Path.GetFullPath(folder), file.FullName)));

    private static IEnumerable<FileInfo> AllFiles(DirectoryInfo folder, HashSet<string> followed)
    {
        foreach (var file in Files(folder)) yield return file;
        foreach (var below in Subfolders(folder))
            if (!LeadsBack(below, followed))
                foreach (var file in AllFiles(below, followed))
                    yield return file;
    }

    /// <summary>The full path of a name in a file: of either slash, and without what no path can have.</summary>
    public static string PathOf(string folder, string name) => Path.GetFullPath(Path.Combine(folder, name.Replace('\\', '/').Replace('\0', '\uFFFD')));

    /// <summary>The path of a file from the root with '/'.</summary>
    public static string NameOf(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    // Bytes that are no UTF-8 come back as this character, under which there is no file.
    private static bool IsUnreachable(FileSystemInfo entry) => entry.Name.Contains('\uFFFD') && !entry.Exists;

    // A folder whose name is no text can be listed, and not be opened by the name that comes of it.
    private static DirectoryInfo Named(DirectoryInfo folder) => IsUnreachable(folder)
        ? throw new GraftException($"The name of the folder '{folder.FullName}' is no text in UTF-8, so it cannot be opened.",
            "Expected names in UTF-8, since a class may come of them.", "Rename the folder.")
        : folder;

    internal static bool LeadsBack(DirectoryInfo folder, HashSet<string> followed)
    {
        if (folder.LinkTarget is null) return false;
        var target = folder.ResolveLinkTarget(returnFinalTarget: true)!.FullName.TrimEnd(Path.DirectorySeparatorChar);
        return !followed.Add(target)
            || (folder.FullName + Path.DirectorySeparatorChar).StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>Whether a folder is the one that COCO and VOC keep annotations in.</summary>
    public static bool IsAnnotations(string folder) => folder.Equals("annotations", StringComparison.OrdinalIgnoreCase);
}
