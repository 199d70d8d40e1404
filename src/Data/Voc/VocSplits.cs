namespace Graft.Data;

/// <summary>VOC's own division: lists of names in <c>ImageSets/Main</c>, for masks in <c>ImageSets/Segmentation</c>.</summary>
internal sealed class VocSplits
{
    /// <summary>The list of everything that is no test; what it has alone is in no split.</summary>
    public const string All = "trainval";

    private readonly Dictionary<string, string?> _splits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _lists = new(StringComparer.Ordinal);

    /// <param name="root">The data set's folder.</param>
    /// <param name="set">Which of its folders of lists.</param>
    /// <exception cref="GraftException">A list cannot be read, or is no text.</exception>
    public VocSplits(string root, string set = "Main")
    {
        foreach (var split in new[] { All, SplitNames.Test, SplitNames.Validation, SplitNames.Train })
        {
            var list = Path.Combine(root, "ImageSets", set, split + ".txt");
            if (!FileContent.IsThere(list)) continue;
            var names = _lists[ImageFiles.NameOf(root, list)] = [];
            foreach (var line in FileContent.Lines(list))
                if (NameIn(line) is { Length: > 0 } name)
                {
                    names.Add(name);
                    _splits[name] = split == All ? null : split;
                }
        }
    }

    /// <summary>Every name that a list has, without extension.</summary>
    public IReadOnlyCollection<string> Names => _splits.Keys;

    /// <summary>The names of each list, by the list's own name from the root.</summary>
    public IReadOnlyDictionary<string, List<string>> Lists => _lists;

    /// <summary>The split of an image, by its name without extension; null when no list has it.</summary>
    public string? Of(string stem) => _splits.GetValueOrDefault(stem);

    // "p01", "p01.jpg", "JPEGImages/p01.jpg", and what stands behind a blank (1 or -1 in the lists of a class) left out.
    private static string NameIn(string line)
    {
        var name = Path.GetFileName(line.Trim().Replace('\\', '/'));
        if (name.IndexOfAny([' ', '\t']) is >= 0 and var end && !ImageFiles.IsImage(name)) name = name[..end];
        return ImageFiles.IsImage(name) || name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(name) : name;
    }
}
