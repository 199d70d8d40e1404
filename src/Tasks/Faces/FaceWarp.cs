using System.Numerics;
using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Cuts a turned square out of an image: bilinear, averaged over the pixels that fall into one; what lies outside is black.</summary>
internal static class FaceWarp
{
    private const int MaxSamples = 3;

    /// <summary>Fills Height x Width x 3 bytes; pixel (x, y) is the image at <paramref name="toImage"/> of it, whole numbers being centres of pixels.</summary>
    /// <returns>Share of it that lies inside the image, 0..1.</returns>
    public static double Run(RgbImage image, SimilarityTransform toImage, int width, int height, Span<byte> destination)
    {
        if (Samples(toImage) <= MaxSamples) return Sample(image, toImage, width, height, destination);
        if (Smaller(image, toImage, width, height, out var toSmaller) is { } smaller) return Sample(smaller, toSmaller, width, height, destination);
        destination[..(width * height * 3)].Clear();
        return 0;
    }

    private static int Samples(SimilarityTransform toImage) => (int)Math.Ceiling(Math.Max(1, toImage.Scale) - 1e-6);

    // What is smaller than a pixel of the square cannot be made smaller still, and is sampled as often as anything.
    private static double Sample(RgbImage image, SimilarityTransform toImage, int width, int height, Span<byte> destination)
    {
        var samples = Math.Clamp(Samples(toImage), 1, MaxSamples);
        var inside = 0L;
        var (columns, rows) = (image.Width, image.Height);
        ReadOnlySpan<byte> pixels = image.Pixels;
        var weight = 1f / (samples * samples);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                float red = 0, green = 0, blue = 0;
                for (var sample = 0; sample < samples * samples; sample++)
                {
                    var dx = x + (sample % samples + 0.5) / samples - 0.5;
                    var dy = y + (sample / samples + 0.5) / samples - 0.5;
                    var (u, v) = (toImage.A * dx - toImage.B * dy + toImage.X, toImage.B * dx + toImage.A * dy + toImage.Y);
                    var (left, top) = ((int)Math.Floor(u), (int)Math.Floor(v));
                    if (left < -1 || top < -1 || left >= columns || top >= rows) continue;
                    if (u >= -0.5 && v >= -0.5 && u <= columns - 0.5 && v <= rows - 0.5) inside++;
                    var (fx, fy) = ((float)(u - left), (float)(v - top));
                    if (left >= 0 && top >= 0 && left < columns - 1 && top < rows - 1)
                    {
                        var upper = pixels.Slice((top * columns + left) * 3, 6);
                        var lower = pixels.Slice(((top + 1) * columns + left) * 3, 6);
                        var (a, b, c, d) = ((1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy);
                        red += a * upper[0] + b * upper[3] + c * lower[0] + d * lower[3];
                        green += a * upper[1] + b * upper[4] + c * lower[1] + d * lower[4];
                        blue += a * upper[2] + b * upper[5] + c * lower[2] + d * lower[5];
                        continue;
                    }
                    Add(left, top, (1 - fx) * (1 - fy));
                    Add(left + 1, top, fx * (1 - fy));
                    Add(left, top + 1, (1 - fx) * fy);
                    Add(left + 1, top + 1, fx * fy);
                }
                var at = (y * width + x) * 3;
                destination[at] = (byte)(red * weight + 0.5f);
                destination[at + 1] = (byte)(green * weight + 0.5f);
                destination[at + 2] = (byte)(blue * weight + 0.5f);

                void Add(int column, int row, float share)
                {
                    if ((uint)column >= (uint)columns || (uint)row >= (uint)rows) return;
                    var from = (row * columns + column) * 3;
                    red += share * image.Pixels[from];
                    green += share * image.Pixels[from + 1];
                    blue += share * image.Pixels[from + 2];
                }
            }
        return (double)inside / ((long)width * height * samples * samples);
    }

    // The part of the image that is needed, at a size at which two pixels become one; null where the square misses the image.
    private static RgbImage? Smaller(RgbImage image, SimilarityTransform toImage, int width, int height, out SimilarityTransform toSmaller)
    {
        Vector2[] corners = [.. new Vector2[] { new(0, 0), new(width, 0), new(0, height), new(width, height) }.Select(toImage.Apply)];
        var shrink = toImage.Scale / 2;
        var more = (float)(2 * shrink); // what is interpolated needs neighbours
        var (left, top) = (Edge(corners.Min(corner => corner.X) - more, image.Width), Edge(corners.Min(corner => corner.Y) - more, image.Height));
        var (right, bottom) = (Edge(corners.Max(corner => corner.X) + more, image.Width), Edge(corners.Max(corner => corner.Y) + more, image.Height));
        toSmaller = toImage;
        if (right <= left || bottom <= top) return null;
        var part = ImagePlacement.Cut(image, new(left, top, right - left, bottom - top));
        var small = Resampler.Resize(part, Math.Max(1, (int)Math.Round(part.Width / shrink)), Math.Max(1, (int)Math.Round(part.Height / shrink)),
            Interpolation.Bilinear);
        var scale = (double)small.Width / part.Width;
        // Centres of pixels: u of the image is (u - left + 0.5) scale - 0.5 of the smaller one.
        toSmaller = new(toImage.A * scale, toImage.B * scale, (toImage.X - left + 0.5) * scale - 0.5, (toImage.Y - top + 0.5) * scale - 0.5);
        return small;
    }

    private static int Edge(float value, int max) => (int)Math.Clamp(Math.Floor(value), 0, max);
}
