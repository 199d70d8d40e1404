using System.Buffers.Binary;

namespace Graft.Imaging;

/// <summary>Finds the orientation in a block of EXIF, which has the form of a small TIFF file.</summary>
internal static class ExifOrientation
{
    private const int Tag = 0x0112;
    private const int EntrySize = 12;

    /// <summary>1 to 8; 1 when nothing readable is there.</summary>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8)) exif = exif[6..];
        if (exif.Length < 8) return 1;
        var little = exif.StartsWith("II"u8);
        if (!little && !exif.StartsWith("MM"u8)) return 1;
        var directory = Number(exif[4..], 4, little);
        if (directory + 2 > exif.Length) return 1;
        var entries = Number(exif[(int)directory..], 2, little);
        for (var at = directory + 2; entries > 0 && at + EntrySize <= exif.Length; at += EntrySize, entries--)
        {
            var entry = exif.Slice((int)at, EntrySize);
            if (Number(entry, 2, little) == Tag)
                return Number(entry[8..], 2, little) is var value and >= 1 and <= 8 ? (int)value : 1;
        }
        return 1;
    }

    /// <summary>A number of 2 or 4 bytes, as TIFF and EXIF have them.</summary>
    public static long Number(ReadOnlySpan<byte> bytes, int size, bool little) => (size, little) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32BigEndian(bytes),
    };
}

/// <summary>EXIF orientation of a PNG, from its eXIf chunk (PNG specification, third edition).</summary>
internal static class PngOrientation
{
    private const int Signature = 8;

    /// <summary>1 to 8; 1 when nothing readable is there.</summary>
    public static int Read(ReadOnlySpan<byte> png)
    {
        // A chunk is a length, four letters, the data and a checksum.
        for (long at = Signature; at + 12 <= png.Length;)
        {
            var chunk = png[(int)at..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk.Slice(4, 4).SequenceEqual("eXIf"u8))
                return length <= chunk.Length - 8 ? ExifOrientation.Read(chunk.Slice(8, (int)length)) : 1;
            at += 12 + (long)length;
        }
        return 1;
    }
}
