namespace Graft.Reports;

/// <summary>Words in sentences.</summary>
internal static class Prose
{
    /// <summary>"the epoch", "the epoch and the temperature", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> words) => words.Count switch
    {
        0 => "nothing",
        1 => words[0],
        _ => $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}",
    };
}
