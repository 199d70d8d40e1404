using Graft.Imaging;
using SkiaSharp;

namespace Graft.Shards.Tests;

/// <summary>Images as people have them: several formats and names, one of them cut off and one no image at all.</summary>
internal static class ForeignImages
{
    /// <summary>How many of them cannot be read.</summary>
    public const int Broken = 2;

    /// <summary>Writes them; answers how many.</summary>
    public static int Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "in here"));
        var jpeg = TinyModels.Jpeg();
        var files = new Dictionary<string, byte[]>
        {
            ["plain.jpg"] = jpeg,
            ["-rf.jpg"] = TinyModels.Jpeg(120, 50, 3),
            ["Ärger mit Räumen.png"] = ImageEncoder.EncodePng(TinyModels.Image(64, 80, 4)),
            ["in here/grey16.png"] = File.ReadAllBytes(Repository.At("test", "Imaging", "Fixtures", "grey16.png")),
            ["in here/palette.png"] = IndexPng.Write(new ClassMap(40, 30, [.. Enumerable.Range(0, 1200).Select(at => (byte)(at % 7))])),
            ["in here/web.webp"] = Webp(),
            ["cut.jpg"] = jpeg[..(jpeg.Length / 2)],
            ["words.png"] = "no image"u8.ToArray(),
        };
        foreach (var (name, bytes) in files) File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return files.Count;
    }

    private static byte[] Webp()
    {
        using var bitmap = new SKBitmap(50, 60);
        bitmap.Erase(SKColors.Teal);
        return bitmap.Encode(SKEncodedImageFormat.Webp, 80).ToArray();
    }
}
