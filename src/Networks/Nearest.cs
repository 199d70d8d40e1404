namespace Graft.Networks;

/// <summary>The name a user probably meant.</summary>
internal static class Nearest
{
    /// <summary>"Did you mean 'resnet50'?", or nothing where no name is near.</summary>
    public static string Question(string asked, IReadOnlyList<string> names)
    {
        var lower = asked.ToLowerInvariant();
        if (lower.Length < 3) return "";
        var begun = names.Where(name => name.StartsWith(lower, StringComparison.Ordinal) || lower.StartsWith(name, StringComparison.Ordinal));
        var best = names.MinBy(name => Distance(lower, name))!;
        if (Distance(lower, best) > Math.Max(2, asked.Length / 4)) best = begun.FirstOrDefault();
        return best is null ? "" : $"Did you mean '{best}'?";
    }

    /// <summary>Insertions, deletions and replacements between two words (Levenshtein 1966).</summary>
    public static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var current = new int[other.Length + 1];
            current[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
                current[j + 1] = Math.Min(previous[j] + (one[i] == other[j] ? 0 : 1), Math.Min(previous[j + 1], current[j]) + 1);
            previous = current;
        }
        return previous[^1];
    }
}
