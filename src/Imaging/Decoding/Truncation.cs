using System.Buffers.Binary;

namespace Graft.Imaging;

/// <summary>Tells from a file's structure that its end is missing, where a decoder fills in grey or only says that something is wrong.</summary>
internal static class Truncation
{
    /// <summary>True when the format's own bookkeeping says that more bytes should follow.</summary>
    public static bool IsEvident(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => LacksJpegEnd(bytes),
        ImageFormat.Png => bytes.LastIndexOf("IEND"u8) < 0,
        ImageFormat.Webp => bytes.Length < 12 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L > bytes.Length,
        ImageFormat.Bmp => bytes.Length < 14 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[2..]) > bytes.Length,
        ImageFormat.Gif => bytes.TrimEnd((byte)0) is not [.., 0x3B],
        ImageFormat.Tiff => TiffDirectory.ReachesBeyond(bytes),
        _ => false,
    };

    /// <summary>
    /// True when no end marker follows the first scan. A progressive image without it decodes to a blurred one, which
    /// Skia takes for good; Pillow refuses it. Headers are walked, as a thumbnail in them has an end marker of its own.
    /// </summary>
    public static bool LacksJpegEnd(ReadOnlySpan<byte> bytes)
    {
        const byte startOfScan = 0xDA;
        var at = 2;
        while (at + 4 <= bytes.Length && bytes[at] == 0xFF && bytes[at + 1] != startOfScan)
            at += bytes[at + 1] == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        return at >= bytes.Length || bytes[at..].LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) < 0;
    }
}

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

    private long Number(long at, int size) => ExifOrientation.Number(_file[(int)at..], size, _little);
}
