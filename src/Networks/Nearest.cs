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
        var best = names.MinBy(name => Spelling.Distance(lower, name))!;
        if (Spelling.Distance(lower, best) > Math.Max(2, asked.Length / 4)) best = begun.FirstOrDefault();
        return best is null ? "" : $"Did you mean '{best}'?";
    }
}
