namespace Graft.Data;

/// <summary>Images of the data set's folder that nothing names: they are not used, and that must be said.</summary>
internal static class UnlistedImages
{
    /// <summary>A warning with their number and some names; none when all are named.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="samples">What is used.</param>
    /// <param name="besideOnly">Looks only into the folders of images that are named.</param>
    public static IEnumerable<Problem> Of(string root, IReadOnlyCollection<ObjectSample> samples, bool besideOnly = false) =>
        Of(root, [.. samples.Select(sample => sample.Path)], "is named by no annotation and not used", "are named by no annotation and not used",
            "Annotate what is on each; where there is nothing, list it without objects.", besideOnly);

    /// <summary>The same for any images.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="used">Full paths of those that are used.</param>
    /// <param name="one">What is the matter with one other.</param>
    /// <param name="many">With several.</param>
    /// <param name="cure">What to do about it.</param>
    /// <param name="besideOnly">As above.</param>
    public static IEnumerable<Problem> Of(string root, IReadOnlyCollection<string> used, string one, string many, string cure, bool besideOnly = false)
    {
        var named = used.ToHashSet(StringComparer.Ordinal);
        var files = besideOnly
            ? named.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal).Where(Directory.Exists).Order(StringComparer.Ordinal)
                .SelectMany(folder => ImageFiles.Files(new DirectoryInfo(folder)))
            : ImageFiles.AllFiles(new DirectoryInfo(root));
        var others = files.Where(file => ImageFiles.IsImage(file.Name) && !named.Contains(file.FullName))
            .Select(file => ImageFiles.NameOf(root, file.FullName)).Where(name => !name.Split('/')[..^1].Any(IsOfMasks)).ToList();
        if (others.Count > 0)
            yield return new Problem(root, $"{Words.Count(others.Count, $"image {one}", $"images {many}")}: {Words.List(others)}.", cure, IsWarning: true);
    }

    private static bool IsOfMasks(string folder) => folder.StartsWith("Segmentation", StringComparison.Ordinal) || MaskFolders.IsOfMasks(folder);
}
