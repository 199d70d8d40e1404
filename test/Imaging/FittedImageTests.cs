using Graft.Imaging;

namespace Graft.Tests.Imaging;

public sealed class FittedImageTests
{
    private static readonly Preprocess Contract = Preprocess.ImageNet(256, 224) with { Width = 320, Height = 320, ResizeShorter = 256, ResizeLonger = 320, SizeMultiple = 32 };

    [Theory]
    [InlineData(320, 240, 320, 240)]
    [InlineData(640, 480, 320, 240)]
    [InlineData(300, 300, 256, 256)]
    [InlineData(1000, 100, 320, 32)]
    [InlineData(480, 640, 240, 320)]
    [InlineData(1, 4000, 1, 320)]
    public void The_shape_is_kept_and_the_longer_side_has_a_limit(int width, int height, int fittedWidth, int fittedHeight) =>
        Assert.Equal((fittedWidth, fittedHeight), FittedImage.SizeOf(Contract, width, height));

    [Fact]
    public void An_image_lies_at_the_upper_left_and_the_rest_becomes_zero()
    {
        var image = new RgbImage(640, 480);
        Array.Fill(image.Pixels, (byte)200);
        var fitted = FittedImage.Of(Contract, image);
        Assert.Equal((256, 320), fitted.InputSize);
        var input = new byte[256 * 320 * 3];
        fitted.CopyTo(fitted.InputSize, input);
        Assert.Equal(200, input[0]);
        Assert.Equal(200, input[(239 * 320 + 319) * 3]);
        var (red, green, blue) = FittedImage.FillOf(Contract);
        Assert.Equal([red, green, blue], input[^3..]);
        Assert.Equal((0.5, 0.5), fitted.Scale);
    }

    [Fact]
    public void Contracts_of_one_size_keep_their_hash()
    {
        var classic = Preprocess.ImageNet(256, 224);
        Assert.Equal(classic.Hash, (classic with { ResizeLonger = 0, SizeMultiple = 0 }).Hash);
        Assert.NotEqual(classic.Hash, Contract.Hash);
    }
}
