namespace Graft;

/// <summary>Paths and words as one types them in a shell.</summary>
internal static class Shell
{
    private const string Special = " \t\n\"'$&|;<>()*?[]{}#~`!\\";

    /// <summary>A word that a shell takes as it is.</summary>
    public static string Quote(string word) => word.Length > 0 && word.IndexOfAny(Special.ToCharArray()) < 0 ? word
        : OperatingSystem.IsWindows() ? $"\"{word}\"" : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A path as seen from the current folder where it lies below it, otherwise in full.</summary>
    public static string Short(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
