namespace Graft.Data;

/// <summary>Finds VOC's XML files: in <c>Annotations/</c>, in a split's folder, or beside the images.</summary>
internal static class VocFiles
{
    /// <summary>Full paths, sorted.</summary>
    public static IReadOnlyList<string> Find(string root)
    {
        var folder = new DirectoryInfo(root);
        var below = ImageFiles.Subfolders(folder);
        DirectoryInfo[] places =
        [
            folder, .. below.Where(sub => ImageFiles.IsAnnotations(sub.Name)),
            .. below.Where(sub => SplitNames.Canonical(sub.Name) is not null)
                .SelectMany(split => ImageFiles.Subfolders(split).Where(sub => ImageFiles.IsAnnotations(sub.Name)).Prepend(split)),
        ];
        foreach (var annotations in below.Where(sub => ImageFiles.IsAnnotations(sub.Name)))
            places = [.. places, .. ImageFiles.Subfolders(annotations).Where(sub => SplitNames.Canonical(sub.Name) is not null || sub.Name == "xmls")];
        return [.. places.SelectMany(ImageFiles.Files).Where(IsAnnotation).Select(file => file.FullName).Order(StringComparer.Ordinal)];
    }

    /// <summary>The split whose folder the file lies in, null without one.</summary>
    public static string? SplitOf(string root, string file)
    {
        foreach (var part in ImageFiles.NameOf(root, file).Split('/')[..^1])
            if (SplitNames.Canonical(part) is { } split) return split;
        return null;
    }

    private static bool IsAnnotation(FileInfo file)
    {
        if (!file.Extension.Equals(".xml", StringComparison.OrdinalIgnoreCase)) return false;
        if (!FileContent.IsThere(file.FullName)) return false;
        using var reader = new StreamReader(file.FullName);
        var buffer = new char[2048];
        return new string(buffer, 0, reader.ReadBlock(buffer)).Contains("<annotation", StringComparison.Ordinal);
    }
}
