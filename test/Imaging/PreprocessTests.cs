using System.Text.Json;
using Graft.Tests;

namespace Graft.Imaging.Tests;

public class PreprocessTests
{
    [Theory]
    [InlineData(640, 480, 256, 224, 341, 256)]
    [InlineData(480, 640, 256, 224, 256, 341)]
    [InlineData(256, 256, 256, 224, 256, 256)]
    [InlineData(100, 301, 232, 224, 232, 698)]
    public void The_longer_side_is_cut_to_whole_pixels(int width, int height, int shorter, int crop, int toWidth, int toHeight)
    {
        var window = PreprocessGeometry.Of(Preprocess.ImageNet(shorter, crop), width, height).Window;

        Assert.Equal((toWidth, toHeight), (window.FullWidth, window.FullHeight));
    }

    [Theory]
    // Python's round: (227 - 224) / 2 = 1.5 -> 2, (225 - 224) / 2 = 0.5 -> 0, (229 - 224) / 2 = 2.5 -> 2
    [InlineData(225, 0), InlineData(227, 2), InlineData(229, 2), InlineData(224, 0)]
    public void Halves_of_the_crop_are_rounded_to_even(int width, int left)
    {
        var window = PreprocessGeometry.Of(Preprocess.ImageNet(224, 224), width, 224).Window;

        Assert.Equal((left, 0, 224, 224), (window.Left, window.Top, window.Width, window.Height));
    }

    [Fact]
    public void A_resized_image_smaller_than_the_crop_is_padded_with_black()
    {
        var white = new RgbImage(10, 10);
        white.Pixels.AsSpan().Fill(255);

        var image = (Preprocess.ImageNet(7, 10)).Apply(white);

        // 3 missing pixels: 1 before, 2 behind.
        Assert.Equal(0, image.Pixels[0]);
        Assert.Equal(0, image.Pixels[(1 * 10 + 0) * 3]);
        Assert.Equal(255, image.Pixels[(1 * 10 + 1) * 3]);
        Assert.Equal(255, image.Pixels[(7 * 10 + 7) * 3]);
        Assert.Equal(0, image.Pixels[(8 * 10 + 7) * 3]);
        Assert.Equal(7 * 7 * 3, image.Pixels.Count(value => value == 255));
    }

    [Fact]
    public void Zero_resizes_straight_to_the_size()
    {
        var photo = ImageFile.Decode(Fixture.Photo("fish/fish1.jpg"));
        var preprocess = Preprocess.ImageNet(0, 64) with { Width = 96, Interpolation = Interpolation.Bicubic };

        Assert.Equal(Resampler.Resize(photo, 96, 64, Interpolation.Bicubic).Pixels, preprocess.Apply(photo).Pixels);
    }

    [Theory]
    [InlineData(20, 10, 8, 4, 0, 2)]
    [InlineData(10, 20, 4, 8, 2, 0)]
    [InlineData(100, 1, 8, 1, 0, 3)]
    [InlineData(3, 3, 8, 8, 0, 0)]
    public void A_letterboxed_image_is_whole_keeps_its_shape_and_lies_in_the_middle_of_the_mean_colour(
        int width, int height, int fittedWidth, int fittedHeight, int left, int top)
    {
        var white = new RgbImage(width, height);
        white.Pixels.AsSpan().Fill(255);
        var preprocess = Preprocess.ImageNet(0, 8) with { Letterbox = true };

        var image = preprocess.Apply(white);

        for (var at = 0; at < 64; at++)
        {
            var isInside = at % 8 >= left && at % 8 < left + fittedWidth && at / 8 >= top && at / 8 < top + fittedHeight;
            byte[] expected = isInside ? [255, 255, 255] : [124, 116, 104]; // the mean of ImageNet, as FittedImage fills
            Assert.Equal(expected, image.Pixels[(3 * at)..(3 * at + 3)]);
        }
    }

    [Fact]
    public void Letterbox_is_part_of_the_contract_and_files_without_it_keep_their_hash()
    {
        var plain = Preprocess.ImageNet(0, 64);

        Assert.NotEqual(plain.Hash, (plain with { Letterbox = true }).Hash);
        Assert.DoesNotContain("letterbox", JsonSerializer.Serialize(plain, ImagingJson.Compact.Preprocess));
        var letterboxed = JsonSerializer.Serialize(plain with { Letterbox = true }, ImagingJson.Compact.Preprocess);
        Assert.True(JsonSerializer.Deserialize(letterboxed, ImagingJson.Compact.Preprocess)!.Letterbox);
    }

    [Theory]
    [InlineData(Interpolation.Nearest), InlineData(Interpolation.Bilinear), InlineData(Interpolation.Bicubic), InlineData(Interpolation.Bilinear, true)]
    public void Every_way_in_gives_the_same_pixels(Interpolation interpolation, bool letterbox = false)
    {
        var path = Fixture.Photo("tool/hammer3.jpg");
        var preprocess = Preprocess.ImageNet(letterbox ? 0 : 256, 224, interpolation) with { Letterbox = letterbox };
        var expected = preprocess.Apply(ImageFile.Decode(path)).Pixels;
        var into = new byte[224 * 224 * 3];
        into.AsSpan().Fill(77);

        preprocess.LoadInto(path, into);

        Assert.Equal(expected, into);
        Assert.Equal(expected, preprocess.Load(path).Pixels);
        Assert.Equal(expected, preprocess.Load(File.ReadAllBytes(path), "hammer3.jpg").Pixels);
    }

    [Fact]
    public void A_destination_of_another_size_is_an_error() =>
        Assert.Throws<ArgumentException>(() => Preprocess.ImageNet(256, 224).LoadInto(Fixture.Photo("fish/fish1.jpg"), new byte[10]));

    [Fact]
    public void A_refused_image_is_refused_on_this_path_too() =>
        Assert.Equal(ImageFault.Truncated, Assert.Throws<ImageException>(
            () => Preprocess.ImageNet(256, 224).Load(Fixture.Bytes("prog.jpg")[..^5], "prog.jpg")).Reason);

    [Fact]
    public void Loading_into_a_buffer_allocates_next_to_nothing_per_image()
    {
        var preprocess = Preprocess.ImageNet(256, 224);
        var bytes = File.ReadAllBytes(Fixture.Photo("fish/fish1.jpg"));
        var into = new byte[224 * 224 * 3];
        for (var i = 0; i < 3; i++) preprocess.LoadInto(bytes, "fish1.jpg", into);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 20; i++) preprocess.LoadInto(bytes, "fish1.jpg", into);

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 20, 0, 4000);
    }
}
