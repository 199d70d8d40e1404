using Graft.Data;

namespace Graft.Cli;

/// <summary>A folder that is written whole or not at all: under another name first, which it loses at the end.</summary>
internal static class WholeFolder
{
    /// <summary>Writes it; whatever goes wrong leaves nothing behind.</summary>
    /// <param name="folder">A new or an empty folder.</param>
    /// <param name="flag">The flag or the argument that chooses it.</param>
    /// <param name="write">Writes into the folder it is given, which does not exist yet.</param>
    /// <returns>What the writing answered.</returns>
    /// <exception cref="GraftException">The folder is not empty, or cannot be written.</exception>
    public static T Write<T>(string folder, string flag, Func<string, T> write) =>
        WriteAsync(folder, flag, written => Task.FromResult(write(written))).GetAwaiter().GetResult();

    /// <summary>As <see cref="Write"/>, for writing that is waited for.</summary>
    public static async Task<T> WriteAsync<T>(string folder, string flag, Func<string, Task<T>> write)
    {
        OutputPlace.RequireFolder(folder, flag, isNew: true);
        var full = Path.GetFullPath(Path.TrimEndingDirectorySeparator(folder));
        var isThere = Directory.Exists(full);
        // A folder that is there may be another disk, so it is filled from within. The name is new each time: what a process that was killed left
        // behind is in nobody's way, not even where all processes have the same number.
        var name = OutputPlace.TemporaryFolder();
        var temporary = isThere ? Path.Combine(full, name) : full + name;
        try
        {
            var result = await write(temporary);
            if (isThere) MoveUp(temporary, full);
            else Directory.Move(temporary, full);
            return result;
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Findings about what was written, under the name that the folder has in the end.</summary>
    public static IReadOnlyList<Problem> Named(IReadOnlyList<Problem> problems, string written, string folder) =>
        [.. problems.Select(problem => problem with { Where = problem.Where.Replace(written, folder), What = problem.What.Replace(written, folder) })];

    /// <summary>As above, of a conversion.</summary>
    public static Conversion<TDataset> Named<TDataset>(Conversion<TDataset> conversion, string written, string folder) => conversion with
    { Losses = Named(conversion.Losses, written, folder), Notes = Named(conversion.Notes, written, folder) };

    private static void MoveUp(string from, string to)
    {
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().ToList())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry is DirectoryInfo folder) folder.MoveTo(target);
            else ((FileInfo)entry).MoveTo(target);
        }
    }
}
