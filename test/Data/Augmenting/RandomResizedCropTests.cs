using CsCheck;
using Graft.Imaging;

namespace Graft.Data.Tests;

/// <summary>Which part of an image is kept.</summary>
public sealed class RandomResizedCropTests
{
    [Fact]
    public void The_part_lies_inside_the_image() => Gen.Select(Gen.Int[1, 700], Gen.Int[1, 700], Gen.Double[0.01, 1], Gen.ULong).Sample((width, height, min, seed) =>
    {
        var box = RandomResizedCrop.Draw(width, height, new(min, 1), new(0.75, 4.0 / 3), new SeededRandom(seed));
        Assert.InRange(box.Width, 1, width);
        Assert.InRange(box.Height, 1, height);
        Assert.InRange(box.Left, 0, width - box.Width);
        Assert.InRange(box.Top, 0, height - box.Height);
    }, iter: 2000);

    [Fact]
    public void Area_and_ratio_stay_in_their_intervals()
    {
        var random = new SeededRandom(5);
        var (area, ratio) = (new List<double>(), new List<double>());
        for (var i = 0; i < 3000; i++)
        {
            var box = RandomResizedCrop.Draw(1000, 1000, new(0.2, 0.5), new(0.5, 2), random);
            area.Add(box.Width * box.Height / 1e6);
            ratio.Add((double)box.Width / box.Height);
        }
        Assert.InRange(area.Min(), 0.198, 0.21);
        Assert.InRange(area.Max(), 0.49, 0.502);
        Assert.InRange(area.Average(), 0.34, 0.36);
        Assert.InRange(ratio.Min(), 0.498, 0.52);
        Assert.InRange(ratio.Max(), 1.95, 2.01);
        Assert.InRange(ratio.Average(Math.Log), -0.04, 0.04); // even in the logarithm
    }

    [Fact]
    public void When_nothing_fits_the_largest_centred_part_is_taken()
    {
        var box = RandomResizedCrop.Draw(1000, 100, new(0.9, 1), new(0.75, 4.0 / 3), new SeededRandom(1));
        Assert.Equal(new CropBox(433, 0, 133, 100), box);
        Assert.Equal(new CropBox(0, 433, 100, 133), RandomResizedCrop.Draw(100, 1000, new(0.9, 1), new(0.75, 4.0 / 3), new SeededRandom(1)));
    }

    [Fact]
    public void The_part_is_resized_alone_without_its_surroundings()
    {
        var image = new RgbImage(40, 20);
        image.Pixels.AsSpan().Fill(200);
        for (var y = 0; y < 20; y++) image.Pixels.AsSpan(y * 120, 60).Fill(10); // left half dark
        var whole = RandomResizedCrop.Apply(image, new(1, 1), new(2, 2), Preprocess.ImageNet(0, 8), new SeededRandom(1));
        Assert.Equal(Resampler.Resize(image, 8, 8, Interpolation.Bilinear).Pixels, whole.Pixels);
    }
}
