using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Graft;

/// <summary>Places to write to, looked at before the work: an hour of it must not end with a folder that cannot be written.</summary>
internal static partial class OutputPlace
{
    private const string Report = "report.html";

    private static readonly string[] Reports = ["metrics.json", "predictions.csv", "predictions.json", "pr_curve.png", "confusion_matrix.png", Report];

    /// <summary>A file can be written there, and it is none of those that are read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="flag">The flag that chooses it.</param>
    /// <param name="kind">What is written: only a file of the same kind is replaced.</param>
    /// <param name="inputs">What the verb reads; null where an input was not given.</param>
    /// <exception cref="GraftException">It is a folder, a device, an input, a file of another kind, or in a place that cannot be written.</exception>
    public static void RequireFile(string path, string flag, OutputKind kind, params IEnumerable<string?> inputs)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new GraftException($"'{path}' is a folder.", $"{flag} names a file to write.", "Add a file name.");
        if (inputs.OfType<string>().Any(input => IsSame(input, path)))
            throw new GraftException($"'{path}' is what is read, and would be overwritten.", cure: $"Choose another file with {flag}.");
        var place = OutputFile.Place(path);
        if (kind.IsLostAt(place))
            throw new GraftException($"'{path}' is there already, {kind.Objection}, and would be lost.", "",
                $"Move it away, or choose another file with {flag}.");
        RequireWritable(Path.GetDirectoryName(place)!, flag);
    }

    /// <summary>The name, or the first with a number that is free: for what is not replaced, where the user chose no name.</summary>
    public static string FreeName(string name)
    {
        var (stem, ending) = (Path.ChangeExtension(name, null), Path.GetExtension(name));
        for (var number = 2; Path.Exists(name); number++) name = $"{stem}{number}{ending}";
        return name;
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

    /// <summary>A folder as above for an evaluation's files, which replace those of an earlier one, and no others.</summary>
    /// <exception cref="GraftException">As above, or files of these names are there that no evaluation wrote; those of a run belong to the run.</exception>
    public static void RequireReports(string path, string flag)
    {
        RequireFolder(path, flag);
        string[] there = [.. Reports.Where(name => File.Exists(Path.Combine(path, name)))];
        if (there.Length == 0) return;
        var isRun = File.Exists(Path.Combine(path, RunFolder.Arguments));
        if (isRun || !there.Contains(Report) || OutputKind.Report.IsLostAt(Path.Combine(path, Report)))
            throw new GraftException($"'{path}' has {Words.And(there)} already, not of an evaluation, and would lose {(there.Length == 1 ? "it" : "them")}.",
                cure: $"Choose another folder with {flag}.");
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

/// <summary>What a verb writes into a file: what it wrote before is replaced, and nothing else that somebody may miss. Told by how a file begins.</summary>
/// <param name="Objection">Why a file of another kind is not replaced, for people.</param>
/// <param name="Is">Of a file and its first bytes, whether it is one.</param>
internal sealed record OutputKind(string Objection, Func<string, byte[], bool> Is)
{
    private const int HeadBytes = 1024;

    /// <summary>A model file: ONNX with the version of its format, and Graft as what made it.</summary>
    public static OutputKind Model { get; } = new("is not a model file that Graft wrote",
        (_, head) => head is [0x08, _, 0x12, 5, ..] && head.AsSpan(4).StartsWith("graft"u8));

    /// <summary>Features, by the ending of the name. Beside a .npy is the list of its files.</summary>
    public static OutputKind Features { get; } = new("is not a file of features", (path, head) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npy" => head is [0x93, ..] && head.AsSpan(1).StartsWith("NUMPY"u8) && File.Exists(Path.ChangeExtension(path, FeatureTableFile.FileList)),
        ".parquet" => head.AsSpan().StartsWith("PAR1"u8) && HasColumns(path),
        _ => Starts(head, "file,f0", "file,label,f0"),
    });

    /// <summary>The list of files beside a .npy.</summary>
    public static OutputKind FileList { get; } = new("is not a list of files that lies beside its features",
        (path, _) => File.Exists(path[..^FeatureTableFile.FileList.Length] + ".npy"));

    /// <summary>A table of images and labels: somebody may have written or corrected it by hand, so that none is replaced.</summary>
    public static OutputKind Table { get; } = new("may be somebody's work", (_, _) => false);

    /// <summary>What is held of a person.</summary>
    public static OutputKind Person { get; } = new("is not what is held of a person", (_, head) => Starts(head, "{\n  \"person\": {"));

    /// <summary>A report.</summary>
    public static OutputKind Report { get; } = new("is not a report", (_, head) =>
        Text(head) is var text && text.StartsWith("<!DOCTYPE html>", StringComparison.Ordinal) && text.Contains("content=\"default-src 'none'; img-src data:"));

    /// <summary>What an answer rests on, drawn on its image: a JPEG that says so, so that no photo is taken for it.</summary>
    public static OutputKind Explanation { get; } = new("is not a map that was drawn on an image",
        (_, head) => head is [0xFF, 0xD8, ..] && head.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Mark)) >= 0);

    /// <summary>The comment in it.</summary>
    public const string Mark = "graft explain";

    /// <summary>The page on which groups of faces are given names.</summary>
    public static OutputKind Groups { get; } = new("is not a page of groups", (_, head) => Text(head).Contains("<title>Who is who?</title>"));

    /// <summary>Whether something there would be lost.</summary>
    public bool IsLostAt(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 }) return false;
        try
        {
            using var stream = File.OpenRead(path);
            var head = new byte[HeadBytes];
            return !Is(path, head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return true; // what cannot be read cannot be told to be ours
        }
    }

    private static string Text(byte[] head) => Encoding.UTF8.GetString(head).ReplaceLineEndings("\n");

    private static bool Starts(byte[] head, params string[] beginnings) =>
        beginnings.Any(beginning => Text(head).StartsWith(beginning, StringComparison.Ordinal));

    // The end of a Parquet file has its columns, and at last how long that end is.
    private static bool HasColumns(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length < 16) return false;
        var end = new byte[8];
        stream.Position = stream.Length - end.Length;
        stream.ReadExactly(end);
        var length = BitConverter.ToUInt32(end);
        if (length + end.Length > stream.Length) return false;
        stream.Position = stream.Length - end.Length - length;
        var head = new byte[Math.Min(length, HeadBytes)];
        stream.ReadExactly(head);
        return head.AsSpan().IndexOf("file"u8) >= 0 && head.AsSpan().IndexOf("f0"u8) >= 0;
    }
}
