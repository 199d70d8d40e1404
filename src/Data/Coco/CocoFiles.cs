using System.Text.RegularExpressions;

namespace Graft.Data;

/// <summary>Finds COCO's annotation files below a folder.</summary>
internal static partial class CocoFiles
{
    /// <summary>Full paths, sorted; where files are called instances, those alone (captions and keypoints lie beside them).</summary>
    public static IReadOnlyList<string> Find(string root)
    {
        var folder = new DirectoryInfo(root);
        DirectoryInfo[] places = [folder,
            .. ImageFiles.Subfolders(folder).Where(sub => ImageFiles.IsAnnotations(sub.Name) || SplitNames.Canonical(sub.Name) is not null)];
        var found = places.SelectMany(ImageFiles.Files)
            .Where(file => file.Extension.Equals(".json", StringComparison.OrdinalIgnoreCase) && LooksLikeCoco(file.FullName))
            .Select(file => file.FullName).ToList();
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

    // Object with images or annotations near its beginning or end; metadata of other tools has neither.
    private static bool LooksLikeCoco(string path)
    {
        if (!FileContent.IsThere(path)) return false;
        using var stream = File.OpenRead(path);
        var buffer = new byte[1 << 16];
        var begin = System.Text.Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        if (stream.Length > buffer.Length) stream.Seek(-buffer.Length, SeekOrigin.End);
        var end = System.Text.Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        return begin.TrimStart('\uFEFF', ' ', '\r', '\n', '\t').StartsWith('{') && Key().IsMatch(begin + end);
    }

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Word();

    [GeneratedRegex("\"(images|annotations|categories)\"\\s*:\\s*\\[")]
    private static partial Regex Key();
}
