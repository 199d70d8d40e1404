namespace Graft.Data;

/// <summary>Which folder the images of a data set are named from.</summary>
internal static class ImageNames
{
    /// <summary>
    /// The root, or the deepest folder with all images where one of them lies outside of it: names decide order, splits and augmentation, and so must not
    /// tell where a list lies that names images elsewhere.
    /// </summary>
    /// <param name="root">The folder of the list, or of the data.</param>
    /// <param name="paths">Full paths of the images.</param>
    public static string RootOf(string root, IReadOnlyCollection<string> paths)
    {
        if (!paths.Any(path => IsOutside(ImageFiles.NameOf(root, path)))) return root;
        var common = Path.GetDirectoryName(paths.First());
        while (common is not null && paths.Any(path => IsOutside(ImageFiles.NameOf(common, path)))) common = Path.GetDirectoryName(common);
        return common ?? root; // on several drives no folder holds all
    }

    private static bool IsOutside(string name) => name.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(name);
}
