using Microsoft.Win32.SafeHandles;

namespace Graft.Networks;

/// <summary>An open checkpoint file: bounded reads at a position, and errors that name it.</summary>
internal sealed class CheckpointFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private CheckpointFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    public long Length { get; }

    public static CheckpointFile Open(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new GraftException($"'{path}' is a folder.", "A checkpoint is a file: .safetensors, .pth or .pt.");
            return new(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GraftException($"There is no checkpoint '{path}'.", cure: "Check the path.", inner: failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new GraftException($"The checkpoint '{path}' cannot be opened: {failure.Message}", inner: failure);
        }
    }

    /// <summary>Fills <paramref name="destination"/> from a position.</summary>
    public void Read(long position, Span<byte> destination)
    {
        if (position < 0 || destination.Length > Length - position)
            throw Damaged($"{destination.Length} bytes are wanted at byte {position}, the file has {Length}.");
        try
        {
            while (destination.Length > 0)
            {
                var count = RandomAccess.Read(_handle, destination, position);
                if (count == 0) throw Damaged($"it became shorter than {Length} bytes while it was read.");
                position += count;
                destination = destination[count..];
            }
        }
        catch (IOException failure)
        {
            throw new GraftException($"The checkpoint '{Path}' cannot be read: {failure.Message}", inner: failure) { ExitCode = 1 };
        }
    }

    /// <summary>Fewer bytes than <paramref name="count"/> where the file ends.</summary>
    public byte[] ReadUpTo(long position, int count)
    {
        var bytes = new byte[Math.Clamp(Length - position, 0, count)];
        Read(position, bytes);
        return bytes;
    }

    /// <summary>The file does not hold what its format promises.</summary>
    public GraftException Damaged(string what) =>
        new($"The checkpoint '{Path}' is damaged: {what}", cure: "Download or save it again.");

    /// <summary>The file is sound but of a kind that is not read.</summary>
    public GraftException Refused(string what, string cure) => new($"The checkpoint '{Path}' was refused: {what}", cure: cure);

    public void Dispose() => _handle.Dispose();
}
