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
    public static string Of(string name) =>
        Ascii.IsValid(name) ? name.Trim() : Composition.Of(name.Replace('\u00A0', ' ').Replace('\u202F', ' ')).Trim();

    /// <summary>The file of a path, whichever characters its folders and its name are written with; null where there is none.</summary>
    public static string? Existing(string path)
    {
        if (Ascii.IsValid(path)) return File.Exists(path) ? path : null;
        var folders = Forms(Path.GetDirectoryName(path) ?? "");
        return folders.SelectMany(folder => Forms(Path.GetFileName(path)).Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private static IReadOnlyList<string> Forms(string name) =>
        Ascii.IsValid(name) ? [name] : [.. new[] { name, Composition.Of(name), Composition.Apart(name) }.Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => x == y || (x is not null && y is not null && Key(x) == Key(y));

    /// <inheritdoc/>
    public int GetHashCode(string name) => Key(name).GetHashCode(StringComparison.Ordinal);

    private string Key(string name) => _capitals ? Of(name) : Of(name).ToUpperInvariant();
}
