using System.Buffers.Binary;
using Graft.Imaging;

namespace Graft.Data.Tests;

/// <summary>Images and files that tests are made of.</summary>
internal static class Images
{
    /// <summary>A smooth pattern of its own for each seed: two seeds never look like copies.</summary>
    public static RgbImage Pattern(ulong seed, int width = 96, int height = 80)
    {
        var random = new SeededRandom(seed);
        var coarse = new RgbImage(8, 8);
        for (var i = 0; i < coarse.Pixels.Length; i++) coarse.Pixels[i] = (byte)(40 + random.Next(150));
        return Resampler.Resize(coarse, width, height, Interpolation.Bicubic);
    }

    public static RgbImage Map(RgbImage image, Func<byte, double> map) =>
        new(image.Width, image.Height, [.. image.Pixels.Select(value => (byte)Math.Clamp(map(value), 0, 255))]);

    public static void Write(string path, RgbImage image, int quality = 90) => Write(path, ImageEncoder.EncodeJpeg(image, quality));

    public static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Writes <c>root/class/n.jpg</c> for each class, every image different.</summary>
    public static void WriteClasses(string root, params (string Class, int Count)[] classes)
    {
        var seed = 0UL;
        foreach (var (name, count) in classes)
            for (var i = 0; i < count; i++) Write(Path.Combine(root, name, $"{i}.jpg"), Pattern(++seed));
    }

    /// <summary>A valid PNG header that promises a size, and nearly no data.</summary>
    public static byte[] PngOf(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", [0x78, 0x9C, 3, 0, 0, 0, 0, 1]), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string kind, byte[] data)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(kind), .. data];
        var crc = 0xFFFFFFFFu;
        foreach (var value in body)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, ~crc);
        return [.. length, .. body, .. check];
    }
}
