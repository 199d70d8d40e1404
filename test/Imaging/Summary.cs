namespace Graft.Imaging.Tests;

/// <summary>Figures of an image that tests compare.</summary>
internal static class Summary
{
    /// <summary>Mean of a channel, 0..1.</summary>
    public static double Mean(RgbImage image, int channel) => BlockMeans(image, channel, 1)[0, 0];

    /// <summary>Means of blocks x blocks equal parts, 0..1; rows that do not fill a block are left out.</summary>
    public static double[,] BlockMeans(RgbImage image, int channel, int blocks)
    {
        var means = new double[blocks, blocks];
        int height = image.Height / blocks, width = image.Width / blocks;
        for (var y = 0; y < height * blocks; y++)
            for (var x = 0; x < width * blocks; x++)
                means[y / height, x / width] += image.Pixels[(y * image.Width + x) * 3 + channel] / (255.0 * width * height);
        return means;
    }

    /// <summary>The largest difference of two images of one size, in levels.</summary>
    public static int Difference(RgbImage one, RgbImage other)
    {
        Assert.Equal((one.Width, one.Height), (other.Width, other.Height));
        var largest = 0;
        for (var i = 0; i < one.Pixels.Length; i++) largest = Math.Max(largest, Math.Abs(one.Pixels[i] - other.Pixels[i]));
        return largest;
    }

    /// <summary>The mean difference of two images of one size, in levels.</summary>
    public static double MeanDifference(RgbImage one, RgbImage other) =>
        one.Pixels.Zip(other.Pixels, (a, b) => (double)Math.Abs(a - b)).Average();
}
