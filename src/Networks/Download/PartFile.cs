namespace Graft.Networks;

/// <summary>A file that grows while it is downloaded; its errors say that it is the disk that failed, not the network.</summary>
internal sealed class PartFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;

    private PartFile(string path, FileStream stream)
    {
        _path = path;
        _stream = stream;
    }

    public long Length => _stream.Length;

    public static PartFile Open(string path)
    {
        FileStream? stream = null;
        Guarded(path, () => stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0));
        stream!.Seek(0, SeekOrigin.End);
        return new(path, stream);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException failure)
        {
            throw Failed(_path, failure);
        }
    }

    public void Clear() => Guarded(_path, () => _stream.SetLength(0));

    public void Dispose() => _stream.Dispose();

    /// <summary>Runs a file operation.</summary>
    /// <exception cref="GraftException">The disk is full or the folder cannot be written.</exception>
    public static void Guarded(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, failure);
        }
    }

    private static GraftException Failed(string path, Exception failure) => new($"'{path}' could not be written: {failure.Message}",
        cure: $"Free space on the disk, or choose another folder with {GraftHome.Variable}. What was received is kept and gone on with.", inner: failure)
    { ExitCode = 1 };
}
