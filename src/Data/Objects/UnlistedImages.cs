namespace Graft.Data;

/// <summary>Images that lie beside annotated ones and that no annotation names: they are not used, and that must be said.</summary>
internal static class UnlistedImages
{
    /// <summary>A warning with their number and some names; none when all are named.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="samples">What is used.</param>
    /// <param name="isWhole">Whether all below the root should be used, and not only what lies in the folders of those that are.</param>
    public static IEnumerable<Problem> Of(string root, IReadOnlyCollection<ObjectSample> samples, bool isWhole)
    {
        var named = samples.Select(sample => sample.Path).ToHashSet(StringComparer.Ordinal);
        var folders = named.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal).Where(Directory.Exists).Order(StringComparer.Ordinal);
        var files = isWhole ? Below(new DirectoryInfo(root)) : folders.SelectMany(folder => ImageFiles.Files(new DirectoryInfo(folder)));
        var others = files.Where(file => ImageFiles.IsImage(file.Name) && !named.Contains(file.FullName))
            .Select(file => ImageFiles.NameOf(root, file.FullName)).ToList();
        if (others.Count > 0)
            yield return new Problem(root,
                $"{Words.Count(others.Count, "image is", "images are")} named by no annotation and not used: {Words.List(others)}.",
                "Annotate them, or list them without objects if nothing is on them.", IsWarning: true);
    }

    // Masks are images too, and nobody annotates them.
    private static IEnumerable<FileInfo> Below(DirectoryInfo root) => ImageFiles.Files(root).Concat(ImageFiles.Subfolders(root)
        .Where(folder => !MaskFolders.MaskNames.Contains(folder.Name, StringComparer.OrdinalIgnoreCase)
            && !folder.Name.StartsWith("Segmentation", StringComparison.Ordinal)).SelectMany(ImageFiles.AllFiles));
}
