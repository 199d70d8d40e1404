using System.Buffers;

namespace Graft.Imaging;

/// <summary>A file's content in a pooled array.</summary>
internal readonly struct FileBytes : IDisposable
{
    private readonly byte[] _rented;
    private readonly int _length;

    private FileBytes(byte[] rented, int length) => (_rented, _length) = (rented, length);

    public ReadOnlySpan<byte> Span => _rented.AsSpan(0, _length);

    public ReadOnlyMemory<byte> Memory => _rented.AsMemory(0, _length);

    /// <summary>Whether the file goes on behind what was read.</summary>
    public bool IsStart { get; private init; }

    /// <param name="path">The file.</param>
    /// <param name="max">Bytes from its start that are read at most.</param>
    /// <exception cref="ImageException">Missing, Unreadable or Unsupported (2 GiB and more).</exception>
    public static FileBytes Read(string path, int max = int.MaxValue)
    {
        byte[]? rented = null;
        try
        {
            // Pipes and devices have no length either, and opening one may wait for ever.
            if (File.Exists(path) && FileContent.LengthOf(path) == 0) return new FileBytes(ArrayPool<byte>.Shared.Rent(1), 0);
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(file);
            if (length > Array.MaxLength) throw ImageFaults.Unsupported(path, "a file of 2 GiB or more");
            var isStart = length > max;
            if (isStart) length = max;
            rented = ArrayPool<byte>.Shared.Rent((int)length);
            var read = 0;
            while (read < length && RandomAccess.Read(file, rented.AsSpan(read, (int)length - read), read) is > 0 and var n) read += n;
            return new FileBytes(rented, read) { IsStart = isStart };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
            throw failure is FileNotFoundException or DirectoryNotFoundException
                ? ImageFaults.Missing(path)
                : ImageFaults.Unreadable(path, failure);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);
}
