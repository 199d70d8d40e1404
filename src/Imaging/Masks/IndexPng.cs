using System.Buffers.Binary;
using System.IO.Compression;

namespace Graft.Imaging;

/// <summary>
/// Masks as PNG: palette indices or grey levels are read as they are stored, which image decoders do not offer, since they
/// turn indices into colours. Masks are written with a palette, so that they can be looked at.
/// </summary>
public static class IndexPng
{
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads a mask: a palette or grey PNG of 1 to 8 bits, or of 16 bits or colour as long as all pixels are grey levels below 256.</summary>
    /// <exception cref="ImageException">The file is missing, damaged, no PNG, or holds colours instead of classes.</exception>
    public static IndexedImage Read(string path)
    {
        using var bytes = FileBytes.Read(path);
        return Read(bytes.Span, path);
    }

    /// <summary>As <see cref="Read(string)"/>, from memory.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">Named in errors.</param>
    public static IndexedImage Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length == 0) throw ImageFaults.Empty(name);
        if (!bytes.StartsWith(Signature))
            throw ImageFaults.Unsupported(name, "no PNG; masks are read from PNG, since other formats change the values");
        var file = PngFile.Parse(bytes, name);
        var map = new ClassMap(file.Width, file.Height, new byte[file.Width * file.Height]);
        PngRows.Unpack(file, map, name);
        return new IndexedImage(map, file.Palette);
    }

    /// <summary>A palette PNG of 8 bits.</summary>
    /// <param name="map">The values.</param>
    /// <param name="palette">Colours from value 0 on; values beyond get VOC's colours. Null takes VOC's for all.</param>
    public static byte[] Write(ClassMap map, IReadOnlyList<(byte Red, byte Green, byte Blue)>? palette = null)
    {
        var colours = new byte[3 * 256];
        for (var value = 0; value < 256; value++)
            (colours[3 * value], colours[3 * value + 1], colours[3 * value + 2]) = palette is not null && value < palette.Count ? palette[value] : VocColour(value);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
            for (var y = 0; y < map.Height; y++)
            {
                zlib.WriteByte(0); // no filter: indices are no levels to predict
                zlib.Write(map.Values, y * map.Width, map.Width);
            }
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, map.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), map.Height);
        (header[8], header[9]) = (8, 3);
        using var file = new MemoryStream();
        file.Write(Signature);
        PngFile.WriteChunk(file, "IHDR"u8, header);
        PngFile.WriteChunk(file, "PLTE"u8, colours);
        PngFile.WriteChunk(file, "IDAT"u8, data.ToArray());
        PngFile.WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>The colour that Pascal VOC gives a value: its bits, spread over the high bits of the channels.</summary>
    public static (byte Red, byte Green, byte Blue) VocColour(int value)
    {
        var (red, green, blue) = (0, 0, 0);
        for (var bit = 7; bit >= 0; bit--, value >>= 3)
        {
            red |= (value & 1) << bit;
            green |= (value >> 1 & 1) << bit;
            blue |= (value >> 2 & 1) << bit;
        }
        return ((byte)red, (byte)green, (byte)blue);
    }
}
