using System.Numerics;
using Graft.Imaging;

namespace Graft.Tasks.Tests;

/// <summary>Edges between JPEG's blocks, in a face's rectangle.</summary>
public sealed class BlockEdgesTests
{
    [Fact]
    public void Stronger_compression_lowers_the_value_step_by_step_and_no_compression_is_one()
    {
        var image = Smooth();
        var values = new[] { 0, 40, 20, 10, 5 }.Select(quality => BlockEdges.Of(quality == 0 ? image : Compressed(image, quality), Around(20, 140))).ToArray();
        Assert.InRange(values[0], 0.9, 1);
        Assert.All(values.Zip(values[1..]), pair => Assert.True(pair.Second < pair.First, string.Join(' ', values)));
    }

    [Fact]
    public void Only_the_rectangle_is_looked_at_and_a_tiny_or_outlying_one_says_nothing()
    {
        var (image, spoilt) = (Smooth(), Compressed(Smooth(), 5));
        for (var y = 0; y < image.Height; y++)
            spoilt.Pixels.AsSpan(y * image.Width * 3, 80 * 3).CopyTo(image.Pixels.AsSpan(y * image.Width * 3));
        Assert.True(BlockEdges.Of(image, Around(5, 75)) < 0.6);
        Assert.InRange(BlockEdges.Of(image, Around(90, 155)), 0.9, 1);
        Assert.Equal(1, BlockEdges.Of(image, Around(10, 20)));
        Assert.Equal(1, BlockEdges.Of(image, Around(-50, -10)));
        Assert.Equal(1, BlockEdges.Of(new RgbImage(1, 1), Around(0, 100)));
    }

    private static Vector2[] Around(float from, float to) => [new(from, from), new(to, to)];

    private static RgbImage Compressed(RgbImage image, int quality)
    {
        using var pixels = Decoder.Decode(ImageEncoder.EncodeJpeg(image, quality), "a.jpg", DecodeOptions.Default);
        return pixels.ToImage();
    }

    private static RgbImage Smooth()
    {
        var random = new SeededRandom(3);
        var coarse = new RgbImage(12, 12);
        for (var i = 0; i < coarse.Pixels.Length; i++) coarse.Pixels[i] = (byte)(40 + random.Next(150));
        return Resampler.Resize(coarse, 160, 160, Interpolation.Bicubic);
    }
}
