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

    /// <summary>Folders directly below, hidden ones left out, sorted ordinally.</summary>
    public static IReadOnlyList<DirectoryInfo> Subfolders(DirectoryInfo folder) =>
        [.. folder.EnumerateDirectories().Where(entry => !IsHidden(entry)).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>Files directly in a folder, hidden ones left out, sorted ordinally.</summary>
    public static IReadOnlyList<FileInfo> Files(DirectoryInfo folder) =>
        [.. folder.EnumerateFiles().Where(entry => !IsHidden(entry)).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>Files at any depth. A link that leads back to a folder above it is not followed.</summary>
    public static IEnumerable<FileInfo> AllFiles(DirectoryInfo folder)
    {
        foreach (var file in Files(folder)) yield return file;
        foreach (var below in Subfolders(folder))
            if (!LeadsBack(below))
                foreach (var file in AllFiles(below))
                    yield return file;
    }

    /// <summary>The path of a file from the root with '/'.</summary>
    public static string NameOf(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private static bool LeadsBack(DirectoryInfo folder)
    {
        if (folder.LinkTarget is null) return false;
        var target = folder.ResolveLinkTarget(returnFinalTarget: true)!.FullName.TrimEnd(Path.DirectorySeparatorChar);
        return (folder.FullName + Path.DirectorySeparatorChar).StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>Whether a folder is the one that COCO and VOC keep annotations in.</summary>
    public static bool IsAnnotations(string folder) => folder.Equals("annotations", StringComparison.OrdinalIgnoreCase);
}
