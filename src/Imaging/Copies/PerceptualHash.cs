using System.Numerics;

namespace Graft.Imaging;

/// <summary>
/// A hash that copies of an image share but for a few bits: the signs of its lowest 8 x 8 cosine coefficients against their
/// median (pHash; Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010). The constant
/// coefficient is left out, so brightness does not count.
/// </summary>
internal static class PerceptualHash
{
    private const int Side = 32;
    private const int Kept = 8;
    private static readonly float[] Cosines = MakeCosines();

    /// <summary>The hash of an image of any size.</summary>
    public static ulong Of(RgbImage image) => Of(Grey(Resampler.Resize(image, Side, Side, Interpolation.Bilinear)));

    /// <summary>Bits in which two hashes differ, 0 to 64; unrelated images differ in about 32.</summary>
    public static int Distance(ulong one, ulong other) => BitOperations.PopCount(one ^ other);

    private static ulong Of(float[] grey)
    {
        Span<float> rows = stackalloc float[Side * Kept];
        for (var y = 0; y < Side; y++)
            for (var u = 0; u < Kept; u++)
            {
                var sum = 0f;
                for (var x = 0; x < Side; x++) sum += grey[y * Side + x] * Cosines[u * Side + x];
                rows[y * Kept + u] = sum;
            }
        Span<float> block = stackalloc float[Kept * Kept];
        for (var v = 0; v < Kept; v++)
            for (var u = 0; u < Kept; u++)
            {
                var sum = 0f;
                for (var y = 0; y < Side; y++) sum += rows[y * Kept + u] * Cosines[v * Side + y];
                block[v * Kept + u] = sum;
            }
        var sorted = block[1..].ToArray();
        Array.Sort(sorted);
        var median = sorted[sorted.Length / 2];
        var hash = 0UL;
        for (var i = 1; i < block.Length; i++)
            if (block[i] > median) hash |= 1UL << i;
        return hash;
    }

    private static float[] Grey(RgbImage image)
    {
        var grey = new float[Side * Side];
        var pixels = image.Pixels;
        for (var i = 0; i < grey.Length; i++) grey[i] = 0.299f * pixels[3 * i] + 0.587f * pixels[3 * i + 1] + 0.114f * pixels[3 * i + 2];
        return grey;
    }

    private static float[] MakeCosines()
    {
        var cosines = new float[Kept * Side];
        for (var u = 0; u < Kept; u++)
            for (var x = 0; x < Side; x++) cosines[u * Side + x] = (float)Math.Cos(Math.PI * u * (2 * x + 1) / (2 * Side));
        return cosines;
    }
}
