using System.Buffers.Binary;

namespace Graft.Imaging;

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
