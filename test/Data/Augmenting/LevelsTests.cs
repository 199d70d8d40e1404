using Graft.Imaging;

namespace Graft.Data.Tests;

/// <summary>Tables of levels, and sharpening; expected values from Pillow's formulas.</summary>
public sealed class LevelsTests
{
    [Fact]
    public void Posterize_keeps_the_highest_bits()
    {
        Assert.Equal([240, 16, 0], Row(image => Levels.Apply(image, Levels.Posterize(4)), 255, 31, 15));
        Assert.Equal([255, 31, 15], Row(image => Levels.Apply(image, Levels.Posterize(8)), 255, 31, 15));
    }

    [Fact]
    public void Solarize_inverts_from_the_threshold_up() =>
        Assert.Equal([99, 155, 0], Row(image => Levels.Apply(image, Levels.Solarize(100)), 99, 100, 255));

    [Fact]
    public void AutoContrast_stretches_each_channel_alone() =>
        // 254 and not 255: Pillow cuts 200 * (255.0 / 200) = 254.99999999999997.
        Assert.Equal([0, 0, 9, 127, 254, 9, 255, 127, 9], Row(Levels.AutoContrast, 50, 0, 9, 100, 200, 9, 150, 100, 9));

    [Fact]
    public void Equalize_flattens_the_histogram()
    {
        // All levels equally often stay as they are; squeezed to 100..163 they are spread again; a single one stays.
        var ramp = new RgbImage(256, 8,
            [.. Enumerable.Range(0, 2048).Select(at => at % 256).SelectMany(level => new[] { (byte)level, (byte)(100 + level / 4), (byte)7 })]);
        Levels.Equalize(ramp);
        Assert.Equal(Enumerable.Range(0, 256).Select(level => (byte)level), ramp.Pixels.Where((_, at) => at % 3 == 0).Take(256));
        Assert.InRange(ramp.Pixels[255 * 3 + 1], 250, 255);
        Assert.InRange(ramp.Pixels[1], 0, 4);
        Assert.Equal(7, ramp.Pixels[2]);
    }

    [Fact]
    public void Sharpness_smooths_below_one_and_keeps_at_one()
    {
        var image = new RgbImage(3, 3);
        image.Pixels.AsSpan(12, 3).Fill(130); // the centre alone
        var smooth = new RgbImage(3, 3, [.. image.Pixels]);
        Sharpness.Apply(smooth, 0);
        Assert.Equal(50, smooth.Pixels[12]); // 5 / 13 of 130
        Assert.Equal(0, smooth.Pixels[0]);
        var same = new RgbImage(3, 3, [.. image.Pixels]);
        Sharpness.Apply(same, 1);
        Assert.Equal(image.Pixels, same.Pixels);
        Sharpness.Apply(image, 1.5);
        Assert.Equal(170, image.Pixels[12]); // 50 + 1.5 * 80
    }

    private static byte[] Row(Action<RgbImage> change, params byte[] pixels)
    {
        var image = new RgbImage(pixels.Length / 3, 1, pixels);
        change(image);
        return image.Pixels;
    }
}
