using System.Buffers.Binary;

namespace Graft.Imaging;

/// <summary>Looks through the first directory of a TIFF file for what should lie behind the file's end.</summary>
internal readonly ref struct TiffDirectory
{
    private const int EntrySize = 12;
    private const int StripOffsets = 273, StripSizes = 279, TileOffsets = 324, TileSizes = 325;

    private readonly ReadOnlySpan<byte> _file;
    private readonly bool _little;

    private TiffDirectory(ReadOnlySpan<byte> file)
    {
        _file = file;
        _little = file[0] == 'I';
    }

    /// <summary>True when the directory, a value or pixel data would begin or end behind the file; false for BigTIFF, which is not looked into.</summary>
    public static bool ReachesBeyond(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8) return true;
        var directory = new TiffDirectory(file);
        return directory.Number(2, 2) == 42 && directory.ReachesBeyond();
    }

    private bool ReachesBeyond()
    {
        var at = Number(4, 4);
        if (at + 2 > _file.Length) return true;
        var entries = Number(at, 2);
        if (at + 2 + entries * EntrySize > _file.Length) return true;
        long lastOffset = 0, lastSize = 0;
        for (at += 2; entries > 0; at += EntrySize, entries--)
        {
            var size = Number(at + 2, 2) switch { 3 or 8 => 2, 4 or 9 or 11 => 4, 5 or 10 or 12 => 8, _ => 1 };
            var count = Number(at + 4, 4);
            var values = size * count <= 4 ? at + 8 : Number(at + 8, 4);
            if (count == 0) continue;
            if (values + size * count > _file.Length) return true;
            var last = size is 2 or 4 ? Number(values + (count - 1) * size, size) : 0;
            if (Number(at, 2) is StripOffsets or TileOffsets) lastOffset = last;
            if (Number(at, 2) is StripSizes or TileSizes) lastSize = last;
        }
        return lastOffset + lastSize > _file.Length;
    }

    private long Number(long at, int size) => (size, _little) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(_file[(int)at..]),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(_file[(int)at..]),
        (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(_file[(int)at..]),
        _ => BinaryPrimitives.ReadUInt32BigEndian(_file[(int)at..]),
    };
}
