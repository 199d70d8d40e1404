using System.Buffers;
using System.Runtime.InteropServices;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Moves pixels in place by an affine map; what comes from outside the image gets the fill colour.</summary>
internal static class Warp
{
    private const int Unit = 256; // weights of neighbours, 8 bits

    public static void Apply(RgbImage image, Affine map, Colour fill, bool smooth)
    {
        var copy = ArrayPool<byte>.Shared.Rent(image.Pixels.Length);
        image.Pixels.CopyTo(copy, 0);
        var source = MemoryMarshal.Cast<byte, Colour>(copy.AsSpan(0, image.Pixels.Length));
        var target = MemoryMarshal.Cast<byte, Colour>(image.Pixels.AsSpan());
        var (width, height) = (image.Width, image.Height);
        for (var y = 0; y < height; y++)
        {
            var (fromX, fromY) = (map.A * 0.5 + map.B * (y + 0.5) + map.C, map.D * 0.5 + map.E * (y + 0.5) + map.F);
            var row = target.Slice(y * width, width);
            for (var x = 0; x < width; x++, fromX += map.A, fromY += map.D)
                row[x] = fromX < 0 || fromY < 0 || fromX >= width || fromY >= height ? fill
                    : smooth ? Between(source, width, height, fromX - 0.5, fromY - 0.5)
                    : source[(int)fromY * width + (int)fromX];
        }
        ArrayPool<byte>.Shared.Return(copy);
    }

    private static Colour Between(ReadOnlySpan<Colour> source, int width, int height, double x, double y)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        int u = (int)((x - left) * Unit), v = (int)((y - top) * Unit);
        int right = Math.Min(left + 1, width - 1), bottom = Math.Min(top + 1, height - 1);
        (left, top) = (Math.Max(left, 0), Math.Max(top, 0));
        var (a, b) = (source[top * width + left], source[top * width + right]);
        var (c, d) = (source[bottom * width + left], source[bottom * width + right]);
        int wa = (Unit - u) * (Unit - v), wb = u * (Unit - v), wc = (Unit - u) * v, wd = u * v;
        const int half = Unit * Unit / 2;
        return new Colour(
            (byte)((a.Red * wa + b.Red * wb + c.Red * wc + d.Red * wd + half) / (Unit * Unit)),
            (byte)((a.Green * wa + b.Green * wb + c.Green * wc + d.Green * wd + half) / (Unit * Unit)),
            (byte)((a.Blue * wa + b.Blue * wb + c.Blue * wc + d.Blue * wd + half) / (Unit * Unit)));
    }
}
