namespace Graft.Data;

/// <summary>Pictures that lie beside annotated ones and that no annotation names: they are not used, and that must be said.</summary>
internal static class UnlistedPictures
{
    /// <summary>A warning with their number and some names; none when all are named.</summary>
    public static IEnumerable<Problem> Of(string root, IReadOnlyCollection<ObjectSample> samples)
    {
        var named = samples.Select(sample => sample.Path).ToHashSet(StringComparer.Ordinal);
        var folders = named.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal).Where(Directory.Exists).Order(StringComparer.Ordinal);
        var others = folders.SelectMany(folder => PictureFiles.Files(new DirectoryInfo(folder)))
            .Where(file => PictureFiles.IsPicture(file.Name) && !named.Contains(file.FullName))
            .Select(file => PictureFiles.NameOf(root, file.FullName)).ToList();
        if (others.Count > 0)
            yield return new Problem(root,
                $"{Words.Count(others.Count, "picture is", "pictures are")} named by no annotation and not used: {Words.List(others)}.",
                "Annotate them, or list them without objects if nothing is on them.", IsWarning: true);
    }
}
