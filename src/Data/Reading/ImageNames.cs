namespace Graft.Data;

/// <summary>
/// How the images of a data set are named: from its root, and those that lie outside of it from the deepest folder that holds these. Names decide order,
/// splits and augmentation, and so must not tell where a list lies that names images elsewhere, nor where the data lie.
/// </summary>
internal sealed class ImageNames
{
    private readonly string? _outside;

    /// <param name="root">The folder of the list, or of the data.</param>
    /// <param name="paths">Full paths of the images.</param>
    public ImageNames(string root, IReadOnlyCollection<string> paths)
    {
        Root = root;
        string[] outside = [.. paths.Where(path => IsOutside(ImageFiles.NameOf(root, path)))];
        if (outside.Length == 0 || CommonOf(outside) is not { } common) return; // on several drives no folder holds all
        if (outside.Length == paths.Count) Root = common;
        else _outside = common;
        AreOther = true;
    }

    /// <summary>The root, or the folder with all images where none lies in it.</summary>
    public string Root { get; }

    /// <summary>Whether any is named from elsewhere than the root.</summary>
    public bool AreOther { get; }

    /// <summary>The name of an image.</summary>
    public string Of(string path) => ImageFiles.NameOf(Root, path) is var name && _outside is not null && IsOutside(name)
        ? $"../{ImageFiles.NameOf(_outside, path)}" : name;

    /// <summary>Whether a name is of an image that lies outside of the root.</summary>
    public static bool IsOutside(string name) => name.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(name);

    private static string? CommonOf(string[] paths)
    {
        var common = Path.GetDirectoryName(paths[0]);
        while (common is not null && paths.Any(path => IsOutside(ImageFiles.NameOf(common, path)))) common = Path.GetDirectoryName(common);
        return common;
    }
}
