namespace Graft.Data;

/// <summary>VOC's own division: lists of names in <c>ImageSets/Main</c>, for masks in <c>ImageSets/Segmentation</c>.</summary>
internal sealed class VocSides
{
    private const string All = "trainval"; // what it has alone is on no side
    private readonly Dictionary<string, string?> _sides = new(StringComparer.Ordinal);

    /// <param name="root">The data set's folder.</param>
    /// <param name="set">Which of its folders of lists.</param>
    public VocSides(string root, string set = "Main")
    {
        foreach (var side in new[] { All, SplitNames.Test, SplitNames.Validation, SplitNames.Train })
        {
            var list = Path.Combine(root, "ImageSets", set, side + ".txt");
            if (!File.Exists(list)) continue;
            foreach (var line in File.ReadLines(list))
                if (line.Split(' ', '\t')[0].Trim() is { Length: > 0 } name) _sides[name] = side == All ? null : side;
        }
    }

    /// <summary>Every name that a list has, without extension.</summary>
    public IReadOnlyCollection<string> Names => _sides.Keys;

    /// <summary>The side of a picture, by its name without extension; null when no list has it.</summary>
    public string? Of(string stem) => _sides.GetValueOrDefault(stem);
}
