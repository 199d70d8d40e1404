using System.Security.Cryptography;

namespace Graft.Cli;

/// <summary>Packages that NuGet has read before: of a version that it knows it takes those, and not what a feed has now.</summary>
internal static class KeptPackages
{
    /// <summary>Says which packages of a feed a build would not see; null where it sees all of them.</summary>
    /// <param name="feed">The folder of packages.</param>
    /// <param name="version">The version that a program asks for.</param>
    /// <param name="kept">NuGet's folder; null for that of this user.</param>
    public static string? Warning(string feed, string version, string? kept = null)
    {
        kept ??= Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var ending = $".{version}.nupkg";
        List<string> stale = [.. Directory.GetFiles(feed, $"*{ending}").Order(StringComparer.Ordinal).Where(file => IsStale(file, ending, version, kept))
            .Select(file => Path.GetFileName(file)[..^ending.Length])];
        return stale.Count == 0 ? null : $"NuGet keeps another {Words.List(stale, 3)} of version {version} in '{kept}', and every build would take that one. "
            + $"Pack with `graft pack OUT --suffix NAME`, a new name each time, or delete {(stale.Count == 1 ? "its folder" : "their folders")} there: "
            + $"{Path.Combine(kept, stale[0].ToLowerInvariant(), version.ToLowerInvariant())}";
    }

    private static bool IsStale(string file, string ending, string version, string kept)
    {
        var (name, folder) = (Path.GetFileName(file)[..^ending.Length].ToLowerInvariant(), version.ToLowerInvariant());
        var hash = Path.Combine(kept, name, folder, $"{name}.{folder}.nupkg.sha512");
        try
        {
            if (!File.Exists(hash)) return false;
            using var stream = File.OpenRead(file);
            return File.ReadAllText(hash).Trim() != Convert.ToBase64String(SHA512.HashData(stream));
        }
        // What cannot be read is no reason not to go on.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
