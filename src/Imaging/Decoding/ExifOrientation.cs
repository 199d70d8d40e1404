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

    private static long Number(ReadOnlySpan<byte> bytes, int size, bool little) => (size, little) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt32BigEndian(bytes),
    };
}
