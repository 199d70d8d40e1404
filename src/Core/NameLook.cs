using System.Text;

namespace Graft;

/// <summary>
/// Names that look the same: a letter with its mark is one character or two, as systems and tools write it, and some spaces do not break a line.
/// </summary>
internal sealed class NameLook : IEqualityComparer<string>
{
    private readonly bool _capitals;

    private NameLook(bool capitals) => _capitals = capitals;

    /// <summary>Compares by looks.</summary>
    public static NameLook Exact { get; } = new(capitals: true);

    /// <summary>Compares by looks, capitals aside.</summary>
    public static NameLook Loose { get; } = new(capitals: false);

    /// <summary>One name for all that look the same.</summary>
    public static string Of(string name) => Ascii.IsValid(name) ? name : Composition.Of(name.Replace('\u00A0', ' ').Replace('\u202F', ' '));

    /// <summary>The same of a label, of which nobody sees what blanks are around it.</summary>
    public static string OfLabel(string label) => Of(label).Trim();

    /// <summary>The file of a path, whichever characters each of its folders and its name are written with; null where there is none.</summary>
    public static string? Existing(string path)
    {
        if (File.Exists(path)) return path;
        if (Ascii.IsValid(path) || path.Contains('\0')) return null;
        var full = Path.GetFullPath(path);
        IReadOnlyList<string> found = [Path.GetPathRoot(full)!];
        foreach (var part in full[found[0].Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            found = [.. found.SelectMany(folder => Forms(part).Select(form => Path.Combine(folder, form))).Where(Path.Exists)];
        return found.FirstOrDefault(File.Exists);
    }

    private static IReadOnlyList<string> Forms(string name) =>
        Ascii.IsValid(name) ? [name] : [.. new[] { name, Composition.Of(name), Composition.Apart(name) }.Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => x == y || (x is not null && y is not null && Key(x) == Key(y));

    /// <inheritdoc/>
    public int GetHashCode(string name) => Key(name).GetHashCode(StringComparison.Ordinal);

    private string Key(string name) => _capitals ? Of(name) : Of(name).ToUpperInvariant();
}
