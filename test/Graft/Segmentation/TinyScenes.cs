using Graft.Imaging;

namespace Graft.Tests;

/// <summary>Images of grey noise with a red or a green rectangle, and their masks.</summary>
internal static class TinyScenes
{
    public static string Write(TestFolder folder, int train = 12, int validation = 4)
    {
        var root = folder["scenes"];
        for (var i = 0; i < train + validation; i++)
        {
            var split = i < train ? "train" : "val";
            var (image, mask) = Make((ulong)i, 80 + i % 2 * 16, 64);
            Directory.CreateDirectory(Path.Combine(root, "images", split));
            Directory.CreateDirectory(Path.Combine(root, "masks", split));
            File.WriteAllBytes(Path.Combine(root, "images", split, $"{i:00}.png"), ImageEncoder.EncodePng(image));
            File.WriteAllBytes(Path.Combine(root, "masks", split, $"{i:00}.png"), IndexPng.Write(mask));
        }
        File.WriteAllText(Path.Combine(root, "classes.txt"), "background\nred\ngreen\n");
        return root;
    }

    public static (RgbImage Image, ClassMap Mask) Make(ulong seed, int width, int height)
    {
        var random = new SeededRandom(seed);
        var (image, mask) = (new RgbImage(width, height), new ClassMap(width, height, new byte[width * height]));
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)(90 + random.Next(50));
        foreach (var label in new byte[] { 1, 2 })
        {
            var (left, top) = (random.Next(width - 30), random.Next(height - 30));
            for (var y = top; y < top + 26; y++)
                for (var x = left; x < left + 26; x++)
                {
                    mask.Values[y * width + x] = label;
                    for (var channel = 0; channel < 3; channel++) image.Pixels[(y * width + x) * 3 + channel] = (byte)(channel == label - 1 ? 220 : 30);
                }
        }
        mask.Values[0] = ClassMap.Ignore;
        return (image, mask);
    }
}
