using Graft.Tests;

namespace Graft.Imaging.Tests;

/// <summary>Small images made with Pillow 9.4, and beside them what Pillow reads from them as RGB (*.expected.png).</summary>
internal static class Fixture
{
    public static string At(string name) => Repository.At("test", "Imaging", "Fixtures", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(At(name));

    public static string Photo(string name) => Repository.At("samples", "photos", name);

    /// <summary>Smooth colours with some noise, the same in every run.</summary>
    public static RgbImage Image(int width, int height, uint seed = 1)
    {
        var image = new RgbImage(width, height);
        var state = seed * 2654435761u + 1;
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            state = state * 1664525 + 1013904223;
            int x = i / 3 % width, y = i / 3 / width;
            image.Pixels[i] = (byte)(128 + 60 * Math.Sin(x * 0.05 + i % 3) + 50 * Math.Cos(y * 0.07) + (state >> 28));
        }
        return image;
    }
}
