namespace Graft.Data;

/// <summary>Finds VOC's XML files: in <c>Annotations/</c>, in a split's folder, beside the images, or in any other folder.</summary>
internal static class VocFiles
{
    /// <summary>Full paths, sorted.</summary>
    public static IReadOnlyList<string> Find(string root, CancellationToken cancellation) =>
        [.. ImageFiles.AllFiles(new DirectoryInfo(root)).Where(file => IsAnnotation(file, cancellation)).Select(file => file.FullName)
            .Order(StringComparer.Ordinal)];

    /// <summary>The split whose folder the file lies in, null without one.</summary>
    public static string? SplitOf(string root, string file) => SplitNames.OfFolders(ImageFiles.NameOf(root, file));

    private static bool IsAnnotation(FileInfo file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return file.Extension.Equals(".xml", StringComparison.OrdinalIgnoreCase)
            && (TextFile.Begins(file.FullName, "<annotation>") || TextFile.Begins(file.FullName, "<annotation "));
    }
}
