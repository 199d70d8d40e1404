using Graft.Imaging;
using NetVips;
using SkiaSharp;

namespace Graft.Tests;

/// <summary>An image as a file of every format that is read, whatever can be written by the product itself.</summary>
internal static class EveryFormat
{
    /// <summary>Endings of the formats, and a JPEG that only its EXIF tag turns upright.</summary>
    public static IReadOnlyList<string> Names { get; } = ["jpg", "png", "webp", "gif", "bmp", "tif", "exif.jpg"];

    /// <summary>The content of a file of that ending.</summary>
    public static byte[] Encode(RgbImage image, string ending) => ending switch
    {
        "jpg" => ImageEncoder.EncodeJpeg(image, 95),
        "png" => ImageEncoder.EncodePng(image),
        "webp" => Webp(image),
        "gif" => Gif(image),
        "bmp" => Bmp(image),
        "tif" => Tiff(image),
        "exif.jpg" => UpsideDown(image),
        _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, null),
    };

    private static byte[] Webp(RgbImage image)
    {
        using var bitmap = SKBitmap.Decode(ImageEncoder.EncodePng(image));
        using var data = bitmap.Encode(SKEncodedImageFormat.Webp, 95);
        return data.ToArray();
    }

    private static byte[] Tiff(RgbImage image)
    {
        using var pixels = Image.NewFromMemory(image.Pixels, image.Width, image.Height, 3, Enums.BandFormat.Uchar);
        return pixels.TiffsaveBuffer();
    }

    private static byte[] Bmp(RgbImage image)
    {
        const int headers = 54;
        var stride = (image.Width * 3 + 3) / 4 * 4;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("BM"u8);
        foreach (var number in new[] { headers + stride * image.Height, 0, headers, 40, image.Width, image.Height, 1 | 24 << 16, 0, stride * image.Height, 2835, 2835, 0, 0 })
            writer.Write(number);
        for (var y = image.Height - 1; y >= 0; y--)
        {
            for (var x = 0; x < image.Width; x++)
                for (var channel = 2; channel >= 0; channel--) writer.Write(image.Pixels[(y * image.Width + x) * 3 + channel]);
            writer.Write(new byte[stride - image.Width * 3]);
        }
        return file.ToArray();
    }

    // 125 colours, and the table of codes cleared before it would grow: each pixel is one byte's code of eight bits.
    private static byte[] Gif(RgbImage image)
    {
        const int clear = 128, end = 129, beforeGrowth = 100;
        List<byte> bytes = [.. "GIF89a"u8, .. Two(image.Width), .. Two(image.Height), 0xF6, 0, 0];
        for (var colour = 0; colour < 128; colour++) bytes.AddRange([Level(colour / 25), Level(colour / 5), Level(colour)]);
        bytes.AddRange([0x2C, 0, 0, 0, 0, .. Two(image.Width), .. Two(image.Height), 0, 7]);
        List<byte> codes = [];
        for (var pixel = 0; pixel < image.Width * image.Height; pixel++)
        {
            if (pixel % beforeGrowth == 0) codes.Add(clear);
            codes.Add((byte)(Fifth(image.Pixels[3 * pixel]) * 25 + Fifth(image.Pixels[3 * pixel + 1]) * 5 + Fifth(image.Pixels[3 * pixel + 2])));
        }
        codes.Add(end);
        foreach (var block in codes.Chunk(255)) bytes.AddRange([(byte)block.Length, .. block]);
        return [.. bytes, 0, 0x3B];

        static byte[] Two(int number) => [(byte)number, (byte)(number >> 8)];
        static byte Level(int fifth) => (byte)(fifth % 5 * 255 / 4);
        static int Fifth(byte value) => (value * 4 + 127) / 255;
    }

    private static byte[] UpsideDown(RgbImage image)
    {
        var turned = new RgbImage(image.Width, image.Height);
        for (var pixel = 0; pixel < image.Width * image.Height; pixel++)
            image.Pixels.AsSpan(3 * pixel, 3).CopyTo(turned.Pixels.AsSpan(turned.Pixels.Length - 3 * pixel - 3));
        var jpeg = ImageEncoder.EncodeJpeg(turned, 95);
        // One tag: 0x112, a short, once, 3 for "turned by 180 degrees".
        byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg.AsSpan(2)];
    }
}
