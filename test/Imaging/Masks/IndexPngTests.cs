using Graft.Tests;
using SkiaSharp;

namespace Graft.Imaging.Tests;

public class IndexPngTests
{
    [Fact]
    public void Values_and_palette_come_back()
    {
        var map = new ClassMap(7, 5, [.. Enumerable.Range(0, 35).Select(i => (byte)(i * 7))]);
        var read = IndexPng.Read(IndexPng.Write(map, [(1, 2, 3), (4, 5, 6)]), "mask.png");
        Assert.Equal(map.Values, read.Map.Values);
        Assert.Equal((4, 5, 6), read.Palette[1]);
        Assert.Equal(IndexPng.VocColour(15), read.Palette[15]);
        Assert.Equal((128, 0, 0), IndexPng.VocColour(1));
        Assert.Equal((192, 128, 128), IndexPng.VocColour(15));
    }

    [Fact]
    public void Any_decoder_shows_a_written_mask_in_its_colours()
    {
        var image = ImageFile.Decode(IndexPng.Write(new ClassMap(2, 1, [0, 1]), [(9, 8, 7), (200, 100, 50)]), "mask.png");
        Assert.Equal([9, 8, 7, 200, 100, 50], image.Pixels);
    }

    [Theory]
    [InlineData("bit.png")]
    [InlineData("grey.png")]
    [InlineData("pal.png")]
    public void Indices_with_their_palette_are_the_colours_that_a_decoder_shows(string name)
    {
        var path = Repository.At("test", "Imaging", "Fixtures", name);
        var (read, shown) = (IndexPng.Read(path), ImageFile.Decode(path));
        var scale = read.Palette.Count > 0 ? 0 : read.Map.Values.Max() <= 1 ? 255 : 1;
        for (var i = 0; i < read.Map.Values.Length; i++)
        {
            var value = read.Map.Values[i];
            Assert.Equal(shown.Pixels[3 * i], scale == 0 ? read.Palette[value].Red : value * scale);
        }
    }

    [Fact]
    public void A_scene_mask_holds_background_classes_and_nothing_else()
    {
        var histogram = IndexPng.Read(Repository.At("samples", "scenes", "masks", "train", "train_0000.png")).Map.Histogram();
        Assert.True(histogram[0] > 0);
        Assert.Equal(320 * 240, histogram[..5].Sum() + histogram[255]);
    }

    [Fact]
    public void Colours_damage_and_other_formats_are_refused_by_name()
    {
        var colours = ImageEncoder.EncodePng(new RgbImage(2, 1, [1, 2, 3, 4, 5, 6]));
        Assert.Contains("a mask in colours", Refusal(colours));
        var mask = IndexPng.Write(new ClassMap(40, 40, new byte[1600]));
        Assert.Equal(ImageFault.Truncated, Assert.Throws<ImageException>(() => IndexPng.Read(mask.AsSpan(0, mask.Length - 20), "m.png")).Reason);
        mask[60] ^= 1;
        Assert.Equal(ImageFault.Damaged, Assert.Throws<ImageException>(() => IndexPng.Read(mask, "m.png")).Reason);
        Assert.Contains("no PNG", Refusal(ImageEncoder.EncodeJpeg(new RgbImage(2, 2), 90)));
    }

    [Fact]
    public void A_grey_mask_stored_as_colours_is_read()
    {
        using var bitmap = new SKBitmap(3, 1);
        for (var x = 0; x < 3; x++) bitmap.SetPixel(x, 0, new SKColor((byte)x, (byte)x, (byte)x));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Assert.Equal([0, 1, 2], IndexPng.Read(data.ToArray(), "m.png").Map.Values);
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<ImageException>(() => IndexPng.Read(bytes, "m.png")).Message;
}
