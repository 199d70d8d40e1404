using Graft.Data;
using Graft.Imaging;

namespace Graft.Cli;

/// <summary>What a folder of people holds and nobody reads: said, since it is easily taken for enrolled.</summary>
internal static class LeftOutPhotographs
{
    // What other programs keep for themselves.
    private static readonly string[] Litter = ["__MACOSX", "@eaDir", ".git", ".thumbnails", ".Trash", ".cache"];

    /// <summary>One sentence; null where nothing was left out.</summary>
    public static string? Of(string root)
    {
        var folder = new DirectoryInfo(root);
        List<string> kinds = [];
        Add("in no folder of a person", [.. ImageFiles.Files(folder).Where(file => ImageFiles.IsImage(file.Name) || IsNamelessImage(file)).Select(NameOf)]);
        Add("hidden by their names", [.. HiddenFolders(folder).Select(hidden => NameOf(hidden) + "/"), .. ImageFiles.HiddenNames(root, [])]);
        Add("without an extension",
            [.. ImageFiles.Subfolders(folder).SelectMany(ImageFiles.AllFiles).Where(IsNamelessImage).Select(NameOf)]);
        return kinds.Count == 0 ? null : $"left out of '{root}': {string.Join("; ", kinds)}";

        void Add(string kind, IReadOnlyCollection<string> names)
        {
            if (names.Count > 0) kinds.Add($"{kind}: {Words.List(names)}");
        }

        string NameOf(FileSystemInfo entry) => ImageFiles.NameOf(folder.FullName, entry.FullName);
    }

    // Those of persons, or in their folders.
    private static IEnumerable<DirectoryInfo> HiddenFolders(DirectoryInfo folder) => ImageFiles.Subfolders(folder).Prepend(folder)
        .SelectMany(one => one.EnumerateDirectories()).Where(one => ImageFiles.IsHidden(one) && !Litter.Contains(one.Name)
            && ImageFiles.AllFiles(one).Any(file => ImageFiles.IsImage(file.Name))).OrderBy(one => one.FullName, StringComparer.Ordinal);

    private static bool IsNamelessImage(FileInfo file)
    {
        if (file.Extension.Length > 0) return false;
        try
        {
            using var content = file.OpenRead();
            Span<byte> head = stackalloc byte[16];
            return FormatSniffer.Sniff(head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]) is not null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
