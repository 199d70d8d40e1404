namespace Graft;

/// <summary>Small words for messages.</summary>
internal static class Words
{
    /// <summary>"1 image", "2 images"; irregular plurals are given.</summary>
    public static string Count(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>"once", "2 times".</summary>
    public static string Times(int count) => count == 1 ? "once" : $"{count} times";

    public static string Was(int count) => count == 1 ? "was" : "were";

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string And(IEnumerable<string> names)
    {
        List<string> all = [.. names];
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    public static string Lies(int count) => count == 1 ? "lies" : "lie";

    /// <summary>The first names, and how many more there are: a message stays readable, the count stays honest.</summary>
    public static string List(IReadOnlyCollection<string> names, int max = 10) =>
        string.Join(", ", names.Take(max)) + (names.Count > max ? $" and {names.Count - max} more" : "");
}
