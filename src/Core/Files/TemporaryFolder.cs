using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Graft;

/// <summary>
/// A folder below the system's temporary one for files that only this process needs. It goes when it is disposed; that of a process that was killed goes when
/// the next one starts or makes such a folder. What there is to remove is known from records below GRAFT_HOME, which others cannot forge, and each process
/// holds its own locked.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Prefix = "graft-", Ending = ".lock";

    // A start is known to hundredths of a second, and counted from when the system started.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5), Young = TimeSpan.FromMinutes(1);
    private static readonly Lazy<bool> Swept = new(() =>
    {
        Sweep();
        return true;
    });

    private readonly FileStream? _record;

    private TemporaryFolder(string path, FileStream? record) => (Path, _record) = (path, record);

    /// <summary>Where it is. Nobody else may look into it.</summary>
    public string Path { get; }

    /// <summary>Makes a new one.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static TemporaryFolder Create()
    {
        _ = Swept.Value;
        // A name that nobody else can have: the place may be shared with containers whose processes have the same numbers.
        var path = Directory.CreateTempSubdirectory(Prefix).FullName;
        return new(path, Record(path));
    }

    /// <summary>Removes the folders of processes that no longer run.</summary>
    /// <param name="records">Where they are noted; null for below GRAFT_HOME.</param>
    public static void Sweep(string? records = null)
    {
        try
        {
            if (!Directory.Exists(records ??= Records)) return;
            foreach (var file in Directory.EnumerateFiles(records, "*" + Ending)) Try(() => SweepOne(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whoever cannot be swept after stays.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        Remove(_record);
    }

    private static string Records => System.IO.Path.Combine(GraftHome.Folder, "temporary");

    // Null where there is no place for it: then a killed process leaves its folder.
    private static FileStream? Record(string path)
    {
        FileStream? record = null;
        Try(() =>
        {
            Directory.CreateDirectory(Records);
            record = new FileStream(System.IO.Path.Combine(Records, $"{System.IO.Path.GetFileName(path)}-{Environment.ProcessId:x}{Ending}"),
                FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            using var own = Process.GetCurrentProcess();
            using var writer = new StreamWriter(record, leaveOpen: true);
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"{Environment.MachineName}\n{own.Id}\n{own.StartTime.ToUniversalTime().Ticks}\n{path}\n"));
        });
        return record;
    }

    private static void SweepOne(string file)
    {
        // Fails where its process runs. Where the system knows no locks, its number and its start tell.
        using (var record = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            using var reader = new StreamReader(record, leaveOpen: true);
            if (reader.ReadToEnd().Split('\n') is not [var machine, var number, var start, var path, _])
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < Young) return; // just being written
            }
            else if (machine != Environment.MachineName
                || IsRunning(int.Parse(number, CultureInfo.InvariantCulture), long.Parse(start, CultureInfo.InvariantCulture))) return;
            else if (System.IO.Path.GetFileName(path).StartsWith(Prefix, StringComparison.Ordinal) && Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        File.Delete(file);
    }

    private static bool IsRunning(int number, long start)
    {
        try
        {
            using var process = Process.GetProcessById(number);
            return (process.StartTime.ToUniversalTime() - new DateTime(start, DateTimeKind.Utc)).Duration() < Tolerance;
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            return true; // somebody else's of that number
        }
    }

    private static void Remove(FileStream? record)
    {
        if (record is null) return;
        var name = record.Name;
        record.Dispose();
        Try(() => File.Delete(name));
    }

    private static void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            // It stays for the next time.
        }
    }
}
