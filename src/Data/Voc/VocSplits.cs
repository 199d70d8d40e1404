namespace Graft.Data;

/// <summary>VOC's own division: lists of names in <c>ImageSets/Main</c>, for masks in <c>ImageSets/Segmentation</c>.</summary>
internal sealed class VocSplits
{
    /// <summary>The list of everything that is no test; what it has alone is in no split.</summary>
    public const string All = "trainval";

    private readonly Dictionary<string, string?> _splits = new(StringComparer.Ordinal);

    /// <param name="root">The data set's folder.</param>
    /// <param name="set">Which of its folders of lists.</param>
    public VocSplits(string root, string set = "Main")
    {
        foreach (var split in new[] { All, SplitNames.Test, SplitNames.Validation, SplitNames.Train })
        {
            var list = Path.Combine(root, "ImageSets", set, split + ".txt");
            if (!File.Exists(list)) continue;
            foreach (var line in File.ReadLines(list))
                if (line.Split(' ', '\t')[0].Trim() is { Length: > 0 } name) _splits[name] = split == All ? null : split;
        }
    }

    /// <summary>Every name that a list has, without extension.</summary>
    public IReadOnlyCollection<string> Names => _splits.Keys;

    /// <summary>The split of an image, by its name without extension; null when no list has it.</summary>
    public string? Of(string stem) => _splits.GetValueOrDefault(stem);
}
