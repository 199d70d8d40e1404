using Graft.Data;

namespace Graft.Cli;

/// <summary>Files, folders and patterns as the command line takes them.</summary>
internal static class ImageSources
{
    /// <summary>The files, each source in its order; folders are searched at any depth for images by extension.</summary>
    /// <exception cref="ProblemsException">Sources that lead to nothing, all of them at once.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> sources)
    {
        var (files, problems) = (new List<string>(), new List<Problem>());
        foreach (var source in sources)
        {
            var found = Find(source).ToList();
            if (found.Count == 0) problems.Add(Missing(source));
            files.AddRange(found);
        }
        return problems.Count == 0 ? files : throw new ProblemsException("The list of images", problems);
    }

    private static IEnumerable<string> Find(string source)
    {
        if (File.Exists(source)) return [source];
        if (Directory.Exists(source)) return ImageFiles.In(source);
        // Shells expand patterns, but not all of them, and not within quotes.
        var name = Path.GetFileName(source);
        var folder = Path.GetDirectoryName(source) is { Length: > 0 } parent ? parent : ".";
        if (name.AsSpan().IndexOfAny('*', '?') < 0 || !Directory.Exists(folder)) return [];
        var matches = Directory.EnumerateFiles(folder, name)
            .Where(file => name.StartsWith('.') || !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal);
        return folder == "." && !source.StartsWith('.') ? matches.Select(file => Path.GetFileName(file)) : matches;
    }

    private static Problem Missing(string source)
    {
        if (source.Contains("://")) return new(source, "Addresses are not opened.", "Download the image and give the file.");
        return Directory.Exists(source)
            ? new(source, "There is no image in this folder.", "jpeg, png, webp, gif, bmp and tiff are read.")
            : new(source, "There is no such file or folder.", "Check the path.");
    }
}
