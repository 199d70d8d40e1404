namespace Graft.Networks;

/// <summary>The head of a repository's README.md: lines of YAML between two lines of dashes.</summary>
internal static class ModelCardHead
{
    public const string FileName = "README.md";

    private const int MaxLines = 200;

    /// <summary>The licence it names, or null.</summary>
    public static string? Licence(string path)
    {
        if (!File.Exists(path)) return null;
        var head = File.ReadLines(path).Take(MaxLines).ToList();
        if (head.FirstOrDefault()?.Trim() != "---") return null;
        return head.Skip(1).TakeWhile(line => line.Trim() != "---")
            .Where(line => line.StartsWith("license:", StringComparison.Ordinal))
            .Select(line => line["license:".Length..].Trim(' ', '"', '\'')).FirstOrDefault(licence => licence.Length > 0);
    }
}
