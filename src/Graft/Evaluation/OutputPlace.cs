namespace Graft;

/// <summary>A folder that something will be written into, looked at before the work is done.</summary>
internal static class OutputPlace
{
    /// <summary>Refuses a folder that cannot be made or written into.</summary>
    /// <exception cref="GraftException">A file is in the way, or it may not be written.</exception>
    public static void Require(string folder)
    {
        var path = Path.GetFullPath(folder);
        if (File.Exists(path)) throw new GraftException($"'{folder}' is a file.", "A folder is written into.", "Name another one.");
        while (!Directory.Exists(path))
        {
            path = Path.GetDirectoryName(path) ?? throw new GraftException($"'{folder}' cannot be made.", cure: "Name another folder.");
            if (File.Exists(path)) throw new GraftException($"'{folder}' cannot be made: '{path}' is a file.", cure: "Name another folder.");
        }
        try
        {
            using var probe = new FileStream(Path.Combine(path, $".graft-{Environment.ProcessId}-{Environment.TickCount64}"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{folder}' cannot be written: {failure.Message}", cure: "Name another folder.", inner: failure);
        }
    }
}
