using System.Text.Json;
using Graft.Imaging;

namespace Graft.Tests.Imaging;

public sealed class FittedImageTests
{
    [Fact]
    public void Large_JPEGs_are_decoded_at_a_fraction_of_their_size_only_where_the_contract_says_so()
    {
        using var folder = new TestFolder();
        var image = new RgbImage(1600, 1200);
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)(i / 3 % 1600 / 8 + i / 4800 / 10);
        File.WriteAllBytes(folder["large.jpg"], ImageEncoder.EncodeJpeg(image, 95));
        var contract = Contract with { ResizeShorter = 100, ResizeLonger = 200 };
        var full = FittedImage.Of(contract, ImageFile.Decode(folder["large.jpg"]));
        Assert.Equal(full.Image.Pixels, FittedImage.Load(contract, folder["large.jpg"]).Image.Pixels);

        var scaled = FittedImage.Load(contract with { ScaledDecoding = true }, folder["large.jpg"]);
        Assert.Equal((1600, 1200), (scaled.ImageWidth, scaled.ImageHeight));
        Assert.Equal((full.Image.Width, full.Image.Height, full.Scale), (scaled.Image.Width, scaled.Image.Height, scaled.Scale));
        Assert.NotEqual(contract.Hash, (contract with { ScaledDecoding = true }).Hash);
        Assert.All(full.Image.Pixels.Zip(scaled.Image.Pixels), pair => Assert.InRange(pair.First - pair.Second, -6, 6));
    }

    [Fact]
    public void A_contract_without_scaled_decoding_is_written_and_hashed_as_before()
    {
        Assert.DoesNotContain("scaled", JsonSerializer.Serialize(Contract, ImagingJson.Compact.Preprocess), StringComparison.OrdinalIgnoreCase);
    }

    private static readonly Preprocess Contract = Preprocess.ImageNet(256, 224) with
    {
        Width = 320,
        Height = 320,
        ResizeShorter = 256,
        ResizeLonger = 320,
        SizeMultiple = 32,
    };

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
