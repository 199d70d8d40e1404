using System.Globalization;

namespace Graft.Runtime;

/// <summary>A file of a version as it was when it was looked at.</summary>
/// <param name="Version">Its name.</param>
/// <param name="Path">The file.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When it was last written.</param>
internal sealed record VersionFile(string Version, string Path, long Length, DateTime Written) : IComparable<VersionFile>
{
    /// <summary>The version of a model that is a file alone: it is named by its content once that is open.</summary>
    public const string Alone = "";

    /// <summary>The word that stands in an address for whatever version is the newest.</summary>
    public const string Newest = "newest";

    /// <summary>What a name must be to be asked for.</summary>
    public const string NameRule = $"A version is a part of addresses: up to 64 letters of English, digits, '-', '_' and '.' are expected, and not '{Newest}'.";

    /// <summary>Whether an address can name it.</summary>
    public bool IsNamed => Version == Alone || (ServedModels.IsName(Version) && Version != Newest);

    /// <summary>The file; null when it is not there.</summary>
    public static VersionFile? Find(string path, string version)
    {
        var file = new FileInfo(path);
        return file.Exists ? new(version, path, file.Length, file.LastWriteTimeUtc) : null;
    }

    /// <summary>The model files of a folder, the newest version first.</summary>
    public static IReadOnlyList<VersionFile> In(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder, "*.onnx").Where(file => !System.IO.Path.GetFileName(file).StartsWith('.'))
            .Select(file => Find(file, System.IO.Path.GetFileNameWithoutExtension(file))).OfType<VersionFile>().OrderDescending(),
    ];

    /// <summary>By number where both are numbers, 10 after 9; words before numbers.</summary>
    public int CompareTo(VersionFile? other)
    {
        if (other is null) return 1;
        var (mine, theirs) = (Number(Version), Number(other.Version));
        return mine != theirs ? Nullable.Compare(mine, theirs) : string.CompareOrdinal(Version, other.Version);
    }

    private static long? Number(string version) =>
        long.TryParse(version.TrimStart('v'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
