namespace Graft.Data;

/// <summary>VOC's own division: lists of names in <c>ImageSets/Main</c>.</summary>
internal sealed class VocSides
{
    private readonly Dictionary<string, string> _sides = new(StringComparer.Ordinal);

    public VocSides(string root)
    {
        foreach (var side in new[] { SplitNames.Test, SplitNames.Validation, SplitNames.Train })
        {
            var list = Path.Combine(root, "ImageSets", "Main", side + ".txt");
            if (!File.Exists(list)) continue;
            foreach (var line in File.ReadLines(list))
                if (line.Split(' ', '\t')[0].Trim() is { Length: > 0 } name) _sides[name] = side;
        }
    }

    /// <summary>The side of a picture, by its name without extension; null when no list has it.</summary>
    public string? Of(string stem) => _sides.GetValueOrDefault(stem);
}
