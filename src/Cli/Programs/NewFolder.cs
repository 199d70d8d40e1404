namespace Graft.Cli;

/// <summary>Makes a folder whole or not at all: under a temporary name beside its place, then renamed.</summary>
internal static class NewFolder
{
    /// <summary>Fails before any work where the folder cannot be made: it exists and holds something, or the folder above it cannot be written.</summary>
    /// <param name="path">Where the folder shall be.</param>
    /// <param name="fill">Writes its contents into the folder that it is given.</param>
    /// <exception cref="GraftException">The place is taken or cannot be written; nothing was changed.</exception>
    public static async Task Make(string path, Func<string, Task> fill)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
            throw new GraftException($"'{path}' is there already.",
                "A folder was expected that does not exist or is empty.",
                "Choose another name, or remove it first.");
        var temporary = $"{full}.{Environment.ProcessId:x}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{path}' cannot be made: {failure.Message}", cure: "Choose a folder that you may write to.", inner: failure);
        }
        try
        {
            await fill(temporary);
            if (Directory.Exists(full)) Directory.Delete(full);
            Directory.Move(temporary, full);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }
}
