using Graft.Imaging;

namespace Graft.Data;

/// <summary>An image as 16 x 16 colours without their common mean, scaled to length one: the second opinion on copies.</summary>
internal static class Thumbnail
{
    private const int Side = 16;

    public static float[] Of(RgbImage image)
    {
        var pixels = Resampler.Resize(image, Side, Side, Interpolation.Bilinear).Pixels;
        var values = new float[pixels.Length];
        var mean = 0.0;
        foreach (var pixel in pixels) mean += pixel;
        mean /= pixels.Length;
        var squares = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(pixels[i] - mean);
            squares += values[i] * values[i];
        }
        // A single-coloured image has no pattern to compare; it is no copy of anything but by its bytes.
        var scale = squares < values.Length ? 0 : (float)(1 / Math.Sqrt(squares));
        for (var i = 0; i < values.Length; i++) values[i] *= scale;
        return values;
    }

    /// <summary>Correlation, 1 for copies; brightness and contrast do not count.</summary>
    public static float Likeness(float[] one, float[] other)
    {
        var sum = 0f;
        for (var i = 0; i < one.Length; i++) sum += one[i] * other[i];
        return sum;
    }
}
