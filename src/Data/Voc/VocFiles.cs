namespace Graft.Data;

/// <summary>Finds VOC's XML files: in <c>Annotations/</c>, in a side's folder, or beside the pictures.</summary>
internal static class VocFiles
{
    /// <summary>Full paths, sorted.</summary>
    public static IReadOnlyList<string> Find(string root)
    {
        var folder = new DirectoryInfo(root);
        var below = PictureFiles.Subfolders(folder);
        DirectoryInfo[] places =
        [
            folder, .. below.Where(sub => PictureFiles.IsAnnotations(sub.Name)),
            .. below.Where(sub => SplitNames.Canonical(sub.Name) is not null)
                .SelectMany(side => PictureFiles.Subfolders(side).Where(sub => PictureFiles.IsAnnotations(sub.Name)).Prepend(side)),
        ];
        foreach (var annotations in below.Where(sub => PictureFiles.IsAnnotations(sub.Name)))
            places = [.. places, .. PictureFiles.Subfolders(annotations).Where(sub => SplitNames.Canonical(sub.Name) is not null || sub.Name == "xmls")];
        return [.. places.SelectMany(PictureFiles.Files).Where(IsAnnotation).Select(file => file.FullName).Order(StringComparer.Ordinal)];
    }

    /// <summary>The side whose folder the file lies in, null without one.</summary>
    public static string? SideOf(string root, string file)
    {
        foreach (var part in PictureFiles.NameOf(root, file).Split('/')[..^1])
            if (SplitNames.Canonical(part) is { } side) return side;
        return null;
    }

    private static bool IsAnnotation(FileInfo file)
    {
        if (!file.Extension.Equals(".xml", StringComparison.OrdinalIgnoreCase)) return false;
        using var reader = new StreamReader(file.FullName);
        var buffer = new char[2048];
        return new string(buffer, 0, reader.ReadBlock(buffer)).Contains("<annotation", StringComparison.Ordinal);
    }
}
