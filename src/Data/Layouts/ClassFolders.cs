namespace Graft.Data;

/// <summary>Folders of images that are classes: what speaks for it.</summary>
internal static class ClassFolders
{
    /// <summary>Null where there is no folder of images.</summary>
    public static LayoutEvidence? Find(LayoutScan scan)
    {
        var folders = ImageFiles.Subfolders(new DirectoryInfo(scan.Root));
        var splits = FolderReader.SplitsAmong(folders);
        string[] classes = [.. (splits.Count > 0 ? splits.SelectMany(ImageFiles.Subfolders) : folders).Where(folder => HasImages(scan, folder))
            .Select(folder => folder.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Length == 0) return null;
        var below = splits.Count > 0 ? $" in {string.Join(", ", splits.Select(split => split.Name))}" : "";
        var flat = FolderReader.UnlabelledAmong(folders, splits);
        return new($"There is a folder of images for each class{below}: {Words.List(classes, 5)}."
            + (flat.Count > 0 ? $" The images of {string.Join(", ", flat.Select(folder => folder.Name))} have no class and are not used." : ""),
            [TaskKind.Classify])
        { Folders = classes.Length };
    }

    private static bool HasImages(LayoutScan scan, DirectoryInfo folder) => scan.HasImagesIn(ImageFiles.NameOf(scan.Root, folder.FullName));
}
