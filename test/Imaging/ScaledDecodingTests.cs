namespace Graft.Imaging.Tests;

public class ScaledDecodingTests
{
    [Theory]
    [InlineData(640, 480, 341, 256, 8)]
    [InlineData(1024, 1024, 256, 256, 4)]
    [InlineData(1023, 1024, 256, 256, 8)]
    [InlineData(4000, 3000, 341, 256, 2)]
    [InlineData(8000, 6000, 341, 256, 1)]
    [InlineData(8000, 6000, 0, 0, 8)]
    public void An_image_is_shrunk_only_to_twice_the_target(int width, int height, int toWidth, int toHeight, int eighths) =>
        Assert.Equal(eighths, ScaledDecoding.Eighths(width, height, (toWidth, toHeight)));

    [Theory]
    [InlineData("fish/fish1.jpg", 1601, 1067, 4)]
    [InlineData("monument/eiffel_tower.jpg", 1125, 2003, 4)]
    [InlineData("tool/hammer3.jpg", 2501, 1917, 4)]
    [InlineData("renewable_energy/solar4.jpg", 4361, 3271, 1)]
    public void Scaled_decoding_stays_within_the_tolerance(string photo, int width, int height, int eighths)
    {
        var bytes = Large(photo, width, height);
        var preprocess = Preprocess.ImageNet(eighths == 1 ? 200 : 256, eighths == 1 ? 176 : 224);
        Assert.Equal(eighths, ScaledDecoding.Eighths(width, height, new ShrinkGoal(0, 0, preprocess).For(width, height)));
        var full = preprocess.Apply(ImageFile.Decode(bytes, photo));

        var scaled = preprocess.Load(bytes, photo);

        for (var channel = 0; channel < 3; channel++)
        {
            Assert.Equal(Summary.Mean(full, channel), Summary.Mean(scaled, channel), 0.001);
            var (expected, actual) = (Summary.BlockMeans(full, channel, 4), Summary.BlockMeans(scaled, channel, 4));
            for (var i = 0; i < 16; i++) Assert.Equal(expected[i / 4, i % 4], actual[i / 4, i % 4], 0.002);
        }
        Assert.InRange(Summary.Difference(full, scaled), 1, 8);
    }

    [Fact]
    public void A_shrunken_image_is_at_least_twice_as_large_as_asked()
    {
        var bytes = Large("fish/fish1.jpg", 1601, 1067);

        var image = ImageFile.Decode(bytes, "fish1.jpg", new DecodeOptions { ShrinkToWidth = 200, ShrinkToHeight = 133 });

        Assert.Equal((401, 267), (image.Width, image.Height));
    }

    [Fact]
    public void Single_pixels_are_never_taken_from_a_shrunken_image()
    {
        var bytes = Large("fish/fish1.jpg", 1601, 1067);
        var preprocess = Preprocess.ImageNet(128, 112, Interpolation.Nearest);

        Assert.Equal(preprocess.Apply(ImageFile.Decode(bytes, "fish1.jpg")).Pixels, preprocess.Load(bytes, "fish1.jpg").Pixels);
    }

    [Theory, InlineData(2), InlineData(3), InlineData(6), InlineData(7), InlineData(8)]
    public void A_turned_image_is_shrunk_and_its_partial_pixels_stay_at_the_right_edge(int orientation)
    {
        var jpeg = Large("fish/fish1.jpg", 2001, 1333);
        // An EXIF block with nothing but the orientation, behind the start marker.
        byte[] exif = [.. "Exif\0\0II*\0\u0008\0\0\0\u0001\0\u0012\u0001\u0003\0\u0001\0\0\0"u8, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] bytes = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
        var preprocess = Preprocess.ImageNet(150, 150);
        var full = preprocess.Apply(ImageFile.Decode(bytes, "turned.jpg"));

        var scaled = preprocess.Load(bytes, "turned.jpg");

        // Shrinking costs the turned image no more than it costs the one that lies as stored.
        var stored = Summary.MeanDifference(preprocess.Apply(ImageFile.Decode(jpeg, "stored.jpg")), preprocess.Load(jpeg, "stored.jpg"));
        Assert.NotEqual(preprocess.Load(jpeg, "stored.jpg").Pixels, scaled.Pixels);
        Assert.InRange(Summary.MeanDifference(full, scaled), 0.01, stored * 1.1);
    }

    /// <summary>An enlarged photo with its own detail laid over it, so that there is something to lose at every scale.</summary>
    private static byte[] Large(string photo, int width, int height)
    {
        var small = ImageFile.Decode(Fixture.Photo(photo));
        var large = Resampler.Resize(small, width, height, Interpolation.Bicubic);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var channel = 0; channel < 3; channel++)
                {
                    ref var value = ref large.Pixels[(y * width + x) * 3 + channel];
                    value = (byte)((value + small.Pixels[(y % small.Height * small.Width + x % small.Width) * 3 + channel]) / 2);
                }
        return ImageEncoder.EncodeJpeg(large, 90);
    }
}
