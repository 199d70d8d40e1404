using System.Text.RegularExpressions;

namespace Graft.Data;

/// <summary>Finds COCO's annotation files below a folder.</summary>
internal static partial class CocoFiles
{
    /// <summary>Full paths, sorted; where files are called instances, those alone (captions and keypoints lie beside them).</summary>
    public static IReadOnlyList<string> Find(string root, CancellationToken cancellation = default) => Find(LayoutScan.Of(root, cancellation));

    /// <summary>The same in a folder that was scanned.</summary>
    public static IReadOnlyList<string> Find(LayoutScan scan)
    {
        var root = scan.Root;
        var found = scan.Of(AnnotationKind.Coco).Select(scan.PathOf).Order(StringComparer.Ordinal).ToList();
        // Those in the usual places; otherwise those of any depth.
        var near = found.Where(file => IsInPlace(ImageFiles.NameOf(root, file))).ToList();
        if (near.Count > 0) found = near;
        var instances = found.Where(file => Path.GetFileName(file).StartsWith("instances", StringComparison.OrdinalIgnoreCase)).ToList();
        return instances.Count > 0 ? instances : found;
    }

    /// <summary>The split that a file or its folder is named after: <c>instances_train2017.json</c>, <c>valid/_annotations.coco.json</c>.</summary>
    public static string? SplitOf(string file)
    {
        foreach (var word in Word().Matches(Path.GetFileNameWithoutExtension(file)).Select(match => match.Value))
            if (SplitNames.Canonical(word) is { } split) return split;
        return SplitNames.Canonical(Path.GetFileName(Path.GetDirectoryName(file)!));
    }

    /// <summary>The data set's folder: above <c>annotations/</c> or a split's folder, otherwise the file's own.</summary>
    public static string RootOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return ImageFiles.IsAnnotations(Path.GetFileName(folder)) && Path.GetDirectoryName(folder) is { } above ? above : folder;
    }

    private static bool IsInPlace(string name) => name.Split('/')[..^1] switch
    {
        [] => true,
        [var folder] => ImageFiles.IsAnnotations(folder) || SplitNames.Canonical(folder) is not null,
        _ => false,
    };

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Word();
}
