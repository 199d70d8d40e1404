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
