using Graft.Imaging;

namespace Graft.Data.Tests;

/// <summary>Colours by Pillow's arithmetic; the expected values are worked out by hand from its formulas.</summary>
public sealed class ColoursTests
{
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0.55, 5, 55, 110)]
    [InlineData(1, 10, 100, 200)]
    [InlineData(1.3, 13, 130, 255)]
    public void Brightness_multiplies_and_stays_in_range(double factor, byte red, byte green, byte blue) =>
        Assert.Equal([red, green, blue], Changed(image => Colours.Brightness(image, factor), 10, 100, 200));

    [Fact]
    public void Grey_has_the_weights_of_itu_r_601()
    {
        Assert.Equal([76, 150, 29, 255], [Colours.Grey(255, 0, 0), Colours.Grey(0, 255, 0), Colours.Grey(0, 0, 255), Colours.Grey(255, 255, 255)]);
        Assert.Equal(84, Colours.Grey(10, 100, 200)); // 2.99 + 58.70 + 22.80 = 84.49
    }

    [Fact]
    public void Saturation_goes_from_the_pixels_grey_through_it_and_beyond()
    {
        Assert.Equal([84, 84, 84], Changed(image => Colours.Saturation(image, 0), 10, 100, 200));
        Assert.Equal([47, 92, 142], Changed(image => Colours.Saturation(image, 0.5), 10, 100, 200));
        Assert.Equal([0, 108, 255], Changed(image => Colours.Saturation(image, 1.5), 10, 100, 200));
    }

    [Fact]
    public void Contrast_goes_from_the_mean_grey()
    {
        byte[] pixels = [0, 0, 0, 100, 100, 100]; // mean 50
        Assert.Equal([50, 50, 50, 50, 50, 50], Changed(image => Colours.Contrast(image, 0), pixels));
        Assert.Equal([25, 25, 25, 75, 75, 75], Changed(image => Colours.Contrast(image, 0.5), pixels));
        Assert.Equal([0, 0, 0, 150, 150, 150], Changed(image => Colours.Contrast(image, 2), pixels));
    }

    [Fact]
    public void Hue_turns_red_to_green_to_blue_and_leaves_grey()
    {
        Assert.Equal([0, 255, 0], Changed(image => Colours.Hue(image, 1.0 / 3), 255, 0, 0));
        Assert.Equal([0, 0, 255], Changed(image => Colours.Hue(image, -1.0 / 3), 255, 0, 0));
        Assert.Equal([0, 255, 255], Changed(image => Colours.Hue(image, 0.5), 255, 0, 0));
        Assert.Equal([77, 77, 77], Changed(image => Colours.Hue(image, 0.3), 77, 77, 77));
    }

    [Fact]
    public void No_turn_and_a_whole_turn_of_the_hue_change_nothing()
    {
        var pixels = Images.Pattern(4, 60, 60).Pixels;
        Assert.Equal(pixels, Changed(image => Colours.Hue(image, 0), pixels));
        Assert.Equal(pixels, Changed(image => Colours.Hue(image, 1), pixels));
    }

    [Fact]
    public void Turning_the_hue_keeps_value_and_saturation()
    {
        var random = new SeededRandom(1);
        for (var i = 0; i < 500; i++)
        {
            byte[] pixel = [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)];
            var turned = Changed(image => Colours.Hue(image, random.Uniform(-0.5, 0.5)), pixel);
            Assert.Equal((pixel.Max(), pixel.Min()), (turned.Max(), turned.Min()));
        }
    }

    [Fact]
    public void Jitter_without_reach_changes_nothing_and_with_reach_stays_within_it()
    {
        byte[] pixels = [100, 100, 100];
        Assert.Equal(pixels, Changed(image => ColourJitter.Apply(image, AugmentationOptions.None, new SeededRandom(1)), pixels));
        var random = new SeededRandom(1);
        var levels = Enumerable.Range(0, 300).Select(_ => Changed(image => ColourJitter.Apply(image, AugmentationOptions.None with { Brightness = 0.2 }, random), pixels)[0]).ToList();
        Assert.InRange(levels.Min(), 79, 84);
        Assert.InRange(levels.Max(), 116, 120);
    }

    private static byte[] Changed(Action<RgbImage> change, params byte[] pixels)
    {
        var image = new RgbImage(pixels.Length / 3, 1, [.. pixels]);
        change(image);
        return image.Pixels;
    }
}
