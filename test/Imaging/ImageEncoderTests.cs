namespace Graft.Imaging.Tests;

public class ImageEncoderTests
{
    [Theory, InlineData(1, 1), InlineData(5, 7), InlineData(64, 33)]
    public void A_png_gives_its_pixels_back(int width, int height)
    {
        var image = Fixture.Image(width, height);

        Assert.Equal(image.Pixels, ImageFile.Decode(ImageEncoder.EncodePng(image), "x.png").Pixels);
    }

    [Fact]
    public void A_jpeg_of_high_quality_is_near()
    {
        var image = Fixture.Image(64, 48);

        var back = ImageFile.Decode(ImageEncoder.EncodeJpeg(image, 95), "x.jpg");

        for (var channel = 0; channel < 3; channel++)
            Assert.Equal(Summary.Mean(image, channel), Summary.Mean(back, channel), 0.01);
    }

    [Fact]
    public void A_lower_quality_is_smaller() =>
        Assert.True(ImageEncoder.EncodeJpeg(Fixture.Image(200, 200), 30).Length < ImageEncoder.EncodeJpeg(Fixture.Image(200, 200), 95).Length);

    [Theory, InlineData(0), InlineData(101)]
    public void A_quality_outside_1_to_100_is_an_error(int quality) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageEncoder.EncodeJpeg(new RgbImage(2, 2), quality));
}
