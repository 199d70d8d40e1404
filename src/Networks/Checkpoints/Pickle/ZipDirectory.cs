using System.Buffers.Binary;
using System.Text;

namespace Graft.Networks;

/// <summary>Where the uncompressed entries of a zip file lie (PKWARE APPNOTE 4.3, zip64 included).</summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054b50, End64Signature = 0x06064b50, Locator64Signature = 0x07064b50, EntrySignature = 0x02014b50,
        LocalSignature = 0x04034b50;
    private const int LargestDirectory = 1 << 26;
    private readonly CheckpointFile _file;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public ZipDirectory(CheckpointFile file)
    {
        _file = file;
        var (position, length) = Locate();
        if (position < 0 || length is < 0 or > LargestDirectory || length > file.Length - position)
            throw file.Damaged("its zip directory lies outside the file.");
        var directory = file.ReadUpTo(position, (int)length);
        for (var rest = directory.AsSpan(); rest.Length > 0;) rest = rest[Add(rest)..];
    }

    public IEnumerable<string> Names => _entries.Keys;

    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>Position and length of an entry's content.</summary>
    public (long Position, long Length) Find(string name)
    {
        if (!_entries.TryGetValue(name, out var entry)) throw _file.Damaged($"it lacks the entry '{name}'.");
        if (entry.Method != 0)
            throw _file.Refused($"its entry '{name}' is compressed, which torch.save does not do.", "Pack the zip again without compression (zip -0).");
        Span<byte> local = stackalloc byte[30];
        _file.Read(entry.LocalHeader, local);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSignature) throw _file.Damaged($"its entry '{name}' has no header.");
        var position = entry.LocalHeader + 30 + U16(local[26..]) + U16(local[28..]);
        if (entry.Length > _file.Length - position) throw _file.Damaged($"its entry '{name}' of {entry.Length} bytes ends beyond the file.");
        return (position, entry.Length);
    }

    // The end record is 22 bytes and a comment of up to 65535; torch writes no comment, but others may.
    private (long Position, long Length) Locate()
    {
        var start = Math.Max(0, _file.Length - 22 - ushort.MaxValue);
        var tail = _file.ReadUpTo(start, 22 + ushort.MaxValue);
        for (var at = tail.Length - 22; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (U32(end) != EndSignature) continue;
            var locator = start + at - 20;
            var is64 = U32(end[16..]) == uint.MaxValue || U16(end[10..]) == ushort.MaxValue || U32(end[12..]) == uint.MaxValue;
            return is64 && locator >= 0 ? Locate64(locator) : (U32(end[16..]), U32(end[12..]));
        }
        throw _file.Damaged("its zip directory is missing; the file was probably cut short.");
    }

    private (long Position, long Length) Locate64(long locator)
    {
        Span<byte> record = stackalloc byte[56];
        _file.Read(locator, record[..20]);
        if (U32(record) != Locator64Signature) throw _file.Damaged("its zip64 directory is missing.");
        _file.Read(I64(record[8..]), record);
        if (U32(record) != End64Signature) throw _file.Damaged("its zip64 directory is missing.");
        return (I64(record[48..]), I64(record[40..]));
    }

    private int Add(ReadOnlySpan<byte> header)
    {
        if (header.Length < 46 || U32(header) != EntrySignature) throw _file.Damaged("its zip directory cannot be read.");
        int name = U16(header[28..]), extra = U16(header[30..]), comment = U16(header[32..]);
        if (header.Length < 46 + name + extra + comment) throw _file.Damaged("its zip directory cannot be read.");
        long length = U32(header[24..]), stored = U32(header[20..]), local = U32(header[42..]);
        Widen(header.Slice(46 + name, extra), ref length, ref stored, ref local);
        if (local < 0 || length < 0) throw _file.Damaged("its zip directory cannot be read.");
        var encrypted = (U16(header[8..]) & 1) != 0;
        var method = encrypted || length != stored ? ushort.MaxValue : U16(header[10..]);
        var text = Encoding.UTF8.GetString(header.Slice(46, name));
        if (!_entries.TryAdd(text, new(local, length, method))) throw _file.Damaged($"it has two entries '{text}'.");
        return 46 + name + extra + comment;
    }

    // The zip64 extra field holds those of the three numbers that did not fit, in this order.
    private static void Widen(ReadOnlySpan<byte> extra, ref long length, ref long stored, ref long local)
    {
        while (extra.Length >= 4)
        {
            int tag = U16(extra), size = Math.Min(U16(extra[2..]), extra.Length - 4);
            var field = extra.Slice(4, size);
            if (tag == 1)
            {
                Take(ref length, ref field);
                Take(ref stored, ref field);
                Take(ref local, ref field);
            }
            extra = extra[(4 + size)..];
        }
    }

    private static void Take(ref long value, ref ReadOnlySpan<byte> field)
    {
        if (value != uint.MaxValue || field.Length < 8) return;
        value = I64(field);
        field = field[8..];
    }

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static long I64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);

    /// <summary>An entry of a zip file's directory.</summary>
    /// <param name="LocalHeader">Byte at which the entry's own header starts.</param>
    /// <param name="Length">Bytes of content.</param>
    /// <param name="Method">0 for content stored as it is.</param>
    private readonly record struct Entry(long LocalHeader, long Length, ushort Method);
}
