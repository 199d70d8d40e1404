using System.Numerics;
using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// Edges between the blocks of 8 x 8 pixels in which JPEG stores an image (Wang, Sheikh and Bovik 2002, doi:10.1109/ICIP.2002.1038064, in
/// the image itself instead of its spectrum). They are seen where the image was not scaled since.
/// </summary>
internal static class BlockEdges
{
    private const int Block = 8, Smallest = 3 * Block;
    private const double Noise = 0.5; // of a grey level: what rounding leaves of flat areas

    /// <summary>1 where neighbours differ no more between blocks than within them, less the more they do, over 0.</summary>
    /// <param name="image">The image at the size at which it was stored.</param>
    /// <param name="landmarks">Of a face; the rectangle around them is looked at.</param>
    public static double Of(RgbImage image, IReadOnlyList<Vector2> landmarks)
    {
        int Clip(float value, int side) => (int)Math.Clamp(value, 0, side - 1);
        var (left, right) = (Clip(landmarks.Min(point => point.X), image.Width), Clip(landmarks.Max(point => point.X), image.Width));
        var (top, bottom) = (Clip(landmarks.Min(point => point.Y), image.Height), Clip(landmarks.Max(point => point.Y), image.Height));
        if (right - left < Smallest || bottom - top < Smallest) return 1;
        var (between, within) = (new Sum(), new Sum());
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
            {
                var here = Luma(image, x, y);
                (x % Block == Block - 1 ? between : within).Add(here - Luma(image, x + 1, y));
                (y % Block == Block - 1 ? between : within).Add(here - Luma(image, x, y + 1));
            }
        return Math.Min(1, (within.Mean + Noise) / (between.Mean + Noise));
    }

    private static double Luma(RgbImage image, int x, int y)
    {
        var at = (y * image.Width + x) * 3;
        return 0.299 * image.Pixels[at] + 0.587 * image.Pixels[at + 1] + 0.114 * image.Pixels[at + 2];
    }

    private sealed class Sum
    {
        private double _sum;
        private int _count;

        public double Mean => _sum / _count;

        public void Add(double difference) => (_sum, _count) = (_sum + Math.Abs(difference), _count + 1);
    }
}
