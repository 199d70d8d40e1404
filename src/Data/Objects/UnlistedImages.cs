namespace Graft.Data;

/// <summary>Images that lie beside annotated ones and that no annotation names: they are not used, and that must be said.</summary>
internal static class UnlistedImages
{
    /// <summary>A warning with their number and some names; none when all are named.</summary>
    public static IEnumerable<Problem> Of(string root, IReadOnlyCollection<ObjectSample> samples)
    {
        var named = samples.Select(sample => sample.Path).ToHashSet(StringComparer.Ordinal);
        var folders = named.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal).Where(Directory.Exists).Order(StringComparer.Ordinal);
        var others = folders.SelectMany(folder => ImageFiles.Files(new DirectoryInfo(folder))).Where(file => ImageFiles.IsImage(file.Name) && !named.Contains(file.FullName))
            .Select(file => ImageFiles.NameOf(root, file.FullName)).ToList();
        if (others.Count > 0)
            yield return new Problem(root, $"{Words.Count(others.Count, "image is", "images are")} named by no annotation and not used: {Words.List(others)}.",
                "Annotate them, or list them without objects if nothing is on them.", IsWarning: true);
    }
}
