using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Graft;

/// <summary>Places to write to, looked at before the work: an hour of it must not end with a folder that cannot be written.</summary>
internal static partial class OutputPlace
{
    /// <summary>A file can be written there, and it is none of those that are read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="flag">The flag that chooses it.</param>
    /// <param name="inputs">What the verb reads; null where an input was not given.</param>
    /// <exception cref="GraftException">It is a folder, a device, an input, or in a place that cannot be written.</exception>
    public static void RequireFile(string path, string flag, params IEnumerable<string?> inputs)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new GraftException($"'{path}' is a folder.", $"{flag} names a file to write.", "Add a file name.");
        if (inputs.OfType<string>().Any(input => IsSame(input, path)))
            throw new GraftException($"'{path}' is what is read, and would be overwritten.", cure: $"Choose another file with {flag}.");
        RequireWritable(Path.GetDirectoryName(OutputFile.Place(path))!, flag);
    }

    /// <summary>A folder can be made there, or be written to.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="flag">The flag that chooses it.</param>
    /// <param name="isNew">Nothing may be in it.</param>
    /// <exception cref="GraftException">It is a file, is not empty, or cannot be written.</exception>
    public static void RequireFolder(string path, string flag, bool isNew = false)
    {
        if (FileInTheWay(path) is { } file)
            throw new GraftException(file == path ? $"'{path}' is a file." : $"'{path}' cannot be made: '{file}' is a file.",
                $"{flag} names a folder to write into.", "Choose another one.");
        if (isNew && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(entry => !LeftBehind().IsMatch(Path.GetFileName(entry))))
            throw new GraftException($"'{path}' is not empty.", $"{flag} names a new or an empty folder.", "Choose another one, or clear it.");
        RequireWritable(Path.GetFullPath(path), flag);
    }

    /// <summary>The path or the one above it that is a file, so that no folder can be there; null where there is none.</summary>
    public static string? FileInTheWay(string path)
    {
        for (var at = path; !string.IsNullOrEmpty(at); at = Path.GetDirectoryName(at))
        {
            if (File.Exists(at)) return at;
            if (Directory.Exists(at)) return null;
        }
        return null;
    }

    /// <summary>Whether two paths lead to one place, whatever links are on the way.</summary>
    public static bool IsSame(string path, string other) => Real(path) == Real(other);

    /// <summary>A new name, as an ending or alone, for a folder that gets another one when it is whole.</summary>
    public static string TemporaryFolder() => $".graft-{Environment.ProcessId:x}-{Stopwatch.GetTimestamp():x}.tmp";

    [GeneratedRegex(@"^\.graft-[0-9a-f]+-[0-9a-f]+\.tmp$")]
    private static partial Regex LeftBehind();

    // Rights of users, groups, lists and mounts are known best by trying.
    private static void RequireWritable(string folder, string flag)
    {
        var cure = $"Choose another place with {flag}.";
        if (FileInTheWay(folder) is { } file) throw new GraftException($"'{folder}' cannot be made: '{file}' is a file.", cure: cure);
        var existing = new DirectoryInfo(folder);
        while (!existing.Exists && existing.Parent is { } parent) existing = parent;
        try
        {
            var probe = Path.Combine(existing.FullName, TemporaryFolder());
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{existing.FullName}' cannot be written to: {failure.Message}", cure: cure, inner: failure);
        }
    }

    // Any folder on the way may be a link, and so may those on the way of its target. A link that leads nowhere stays as it is.
    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent) return full;
        var place = Path.Combine(Real(parent), Path.GetFileName(full));
        return Path.Exists(place) && File.ResolveLinkTarget(place, returnFinalTarget: false) is { } target ? Real(target.FullName) : place;
    }
}
