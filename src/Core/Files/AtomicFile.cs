using System.Security.Cryptography;

namespace Graft;

/// <summary>
/// Writes files whole or not at all: to a temporary name beside the target, flushed to the disk, then renamed. A link stays one: what it leads to is
/// replaced.
/// </summary>
internal static class AtomicFile
{
    // Containers that share a disk have processes of the same number.
    private static readonly string Own = $"{Environment.ProcessId:x}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    private static long _calls;

    /// <summary>Writes a file through <paramref name="write"/>; an exception leaves the old file, if any, as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="isPrivate">Whether only its owner may read it.</param>
    /// <exception cref="GraftException">The disk is full, the folder cannot be written, or a device or a pipe is there; nothing was changed.</exception>
    public static void Write(string path, Action<Stream> write, bool isPrivate = false)
    {
        var full = OutputFile.Place(path);
        var temporary = TemporaryOf(full, Interlocked.Increment(ref _calls));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16 };
            if (isPrivate && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(temporary, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception failure)
        {
            TryDelete(temporary);
            if (failure is IOException or UnauthorizedAccessException)
                throw new GraftException($"'{path}' could not be written: {failure.Message}", "Nothing was changed.",
                    "Free space on the disk, or choose a folder that you can write to.", failure)
                { ExitCode = 1 };
            throw;
        }
    }

    /// <summary>Writes UTF-8 text without a byte-order mark.</summary>
    public static void WriteText(string path, string text, bool isPrivate = false) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)), isPrivate);

    /// <summary>Writes bytes.</summary>
    public static void WriteBytes(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Calls so far.</summary>
    internal static long Calls => Volatile.Read(ref _calls);

    /// <summary>The temporary name of one call, counted from 1: a server writes one file from several threads.</summary>
    internal static string TemporaryOf(string full, long call) => $"{full}.{Own}-{call:x}.tmp";

    private static void TryDelete(string path)
    {
        try { File.Delete(path); }
        catch (IOException) { }
        catch (UnauthorizedAccessException) { }
    }
}
