using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Graft.Faces;

/// <summary>
/// The keys of a gallery, one slot of 64 bytes each, in a file beside the database that only its owner can read. Slots are written and erased in place,
/// so that a key that is destroyed leaves no older file behind; 64 bytes never cross a sector. Written only while the database is locked for writing.
/// </summary>
internal sealed class KeyFile : IDisposable
{
    /// <summary>Bytes of a key (AES-256).</summary>
    public const int KeySize = 32;

    /// <summary>Bytes of the random name of a gallery, a person or a sample.</summary>
    public const int NameSize = 16;

    /// <summary>Slot of the gallery's own key; the one before it is the header.</summary>
    public const int GallerySlot = 1;

    private const int SlotSize = 64, CheckSize = 16;
    private static readonly byte[] _magic = "GRAFTKEY\u0001\0\0\0\0\0\0\0"u8.ToArray();
    private readonly SafeFileHandle _file;

    private KeyFile(string path, SafeFileHandle file) => (Path, _file) = (path, file);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>A new file with a key for the gallery.</summary>
    /// <exception cref="GraftException">It cannot be written.</exception>
    public static KeyFile Create(string path, ReadOnlySpan<byte> gallery)
    {
        try
        {
            System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(path, options))
            {
                Span<byte> header = stackalloc byte[SlotSize];
                FillHeader(gallery, header);
                stream.Write(header);
                stream.Flush(flushToDisk: true);
            }
            var keys = new KeyFile(path, Handle(path));
            keys.Add(gallery);
            return keys;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"The key file '{path}' could not be written: {failure.Message}", "",
                $"Choose another place with {Flag.Of("--key-file")}.",
                failure)
            { ExitCode = 1 };
        }
    }

    /// <summary>Opens the file of a gallery.</summary>
    /// <exception cref="GraftException">It is not there, is another gallery's, or others can read it.</exception>
    public static KeyFile Open(string path, ReadOnlySpan<byte> gallery)
    {
        if (!File.Exists(path))
            throw new GraftException($"The key file '{path}' is not there.", "Without it the gallery cannot be read.",
                $"Put it back from where it is kept, or name its place with {Flag.Of("--key-file")}.");
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var mode
            && (mode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0)
            throw new GraftException($"Others than its owner can read the key file '{path}'.", "", $"chmod 600 '{path}'");
        SafeFileHandle file;
        try
        {
            file = Handle(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw FileContent.Unreadable(path, failure);
        }
        Span<byte> header = stackalloc byte[SlotSize], expected = stackalloc byte[SlotSize];
        FillHeader(gallery, expected);
        if (RandomAccess.Read(file, header, 0) == SlotSize && header.SequenceEqual(expected)) return new KeyFile(path, file);
        file.Dispose();
        throw new GraftException($"'{path}' is not the key file of this gallery.", "Each gallery has its own, made with it.",
            $"Name the right one with {Flag.Of("--key-file")}.");
    }

    /// <summary>Draws a key for each owner and stores it for good before it returns.</summary>
    /// <param name="owners">Names of <see cref="NameSize"/> bytes each, one after the other.</param>
    /// <returns>The first slot; the others follow it.</returns>
    public int Add(ReadOnlySpan<byte> owners)
    {
        var count = owners.Length / NameSize;
        var slots = new byte[count * SlotSize];
        try
        {
            for (var i = 0; i < count; i++)
            {
                var slot = slots.AsSpan(i * SlotSize, SlotSize);
                owners.Slice(i * NameSize, NameSize).CopyTo(slot);
                RandomNumberGenerator.Fill(slot.Slice(NameSize, KeySize));
                Check(slot[..(NameSize + KeySize)], slot[(NameSize + KeySize)..]);
            }
            // What a process that was killed left half written is not used.
            var first = checked((int)((RandomAccess.GetLength(_file) + SlotSize - 1) / SlotSize));
            RandomAccess.Write(_file, slots, (long)first * SlotSize);
            RandomAccess.FlushToDisk(_file);
            return first;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(slots);
        }
    }

    /// <summary>Reads the key of an owner; false where it was destroyed.</summary>
    public bool TryRead(int slot, ReadOnlySpan<byte> owner, Span<byte> key)
    {
        if (slot < GallerySlot) return false;
        Span<byte> bytes = stackalloc byte[SlotSize];
        var found = RandomAccess.Read(_file, bytes, (long)slot * SlotSize) == SlotSize && TryTake(bytes, owner, key);
        CryptographicOperations.ZeroMemory(bytes);
        return found;
    }

    /// <summary>All slots at once, for reading many keys; to be cleared by the caller.</summary>
    public byte[] ReadAll()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)RandomAccess.GetLength(_file)));
        var read = RandomAccess.Read(_file, bytes, 0);
        return read == bytes.Length ? bytes : throw new GraftException($"The key file '{Path}' could not be read to its end.") { ExitCode = 1 };
    }

    /// <summary>Reads the key of an owner from what <see cref="ReadAll"/> gave.</summary>
    public static bool TryTake(ReadOnlySpan<byte> all, int slot, ReadOnlySpan<byte> owner, Span<byte> key) =>
        slot >= GallerySlot && (slot + 1L) * SlotSize <= all.Length && TryTake(all.Slice(slot * SlotSize, SlotSize), owner, key);

    /// <summary>Erases keys in place, for good before it returns.</summary>
    public void Destroy(IEnumerable<int> slots)
    {
        var nothing = new byte[SlotSize];
        foreach (var slot in slots.Where(slot => slot >= GallerySlot && (slot + 1L) * SlotSize <= RandomAccess.GetLength(_file)))
            RandomAccess.Write(_file, nothing, (long)slot * SlotSize);
        RandomAccess.FlushToDisk(_file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static SafeFileHandle Handle(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

    private static bool TryTake(ReadOnlySpan<byte> slot, ReadOnlySpan<byte> owner, Span<byte> key)
    {
        Span<byte> check = stackalloc byte[CheckSize];
        Check(slot[..(NameSize + KeySize)], check);
        if (!slot[..NameSize].SequenceEqual(owner) || !slot[(NameSize + KeySize)..].SequenceEqual(check)) return false;
        slot.Slice(NameSize, KeySize).CopyTo(key);
        return true;
    }

    private static void FillHeader(ReadOnlySpan<byte> gallery, Span<byte> header)
    {
        header.Clear();
        _magic.CopyTo(header);
        gallery.CopyTo(header[_magic.Length..]);
        Check(header[..(SlotSize - CheckSize)], header[(SlotSize - CheckSize)..]);
    }

    private static void Check(ReadOnlySpan<byte> bytes, Span<byte> check)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[..CheckSize].CopyTo(check);
    }
}
