namespace Graft;

/// <summary>What may stand where a file is written to: outputs are renamed into place, and a rename would put a file where a device or a pipe was.</summary>
internal static class OutputFile
{
    /// <summary>The path that is renamed onto: where a link leads, so that the link stays one.</summary>
    /// <param name="path">The file, which need not exist.</param>
    /// <exception cref="GraftException">A device, a pipe or a socket is there.</exception>
    public static string Place(string path)
    {
        var full = Path.GetFullPath(path);
        if (new FileInfo(full) is { LinkTarget: not null } link) full = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        return IsFileOrFree(full) ? full
            : throw new GraftException($"'{path}' is a device or a pipe, not a file.", "What is written there is first written whole beside it, then renamed.",
                "Name a file.");
    }

    private static bool IsFileOrFree(string full)
    {
        if (full.StartsWith(@"\\.\", StringComparison.Ordinal)) return false;
        if (!OperatingSystem.IsWindows() && (full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal)
            || full.StartsWith("/proc/", StringComparison.Ordinal))) return false;
        var file = new FileInfo(full);
        if (!file.Exists || file.Length > 0) return true; // pipes and sockets have no length
        try
        {
            // Reading alone would wait for a writer of a pipe.
            using var stream = new FileStream(full, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return stream.CanSeek;
        }
        catch (UnauthorizedAccessException)
        {
            return true; // said when it is written
        }
        catch (IOException)
        {
            return false; // a socket cannot be opened
        }
    }
}
