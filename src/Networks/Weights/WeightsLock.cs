namespace Graft.Networks;

/// <summary>One process at a time downloads a file. The lock is the operating system's: it ends with the process, however that ends.</summary>
internal sealed class WeightsLock : IDisposable
{
    // The holder deletes the file when it is done, so a file that was held may be gone a moment later: that is not yet a failure.
    private const int AttemptsWithoutFile = 20;
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _file;

    private WeightsLock(FileStream file) => _file = file;

    /// <summary>Waits until no other process has the lock.</summary>
    public static async Task<WeightsLock> TakeAsync(string path, CancellationToken cancellation)
    {
        var withoutFile = 0;
        while (true)
        {
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException) when (File.Exists(path) || (Directory.Exists(Path.GetDirectoryName(path)) && ++withoutFile < AttemptsWithoutFile))
            {
                await Task.Delay(_poll, cancellation);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new GraftException($"'{path}' could not be written: {failure.Message}", cure: $"Choose another folder with {GraftHome.Variable}.", inner: failure);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
