using System.Runtime.InteropServices;
using NetVips;

namespace Graft.Imaging.Tests;

public class FormatTests
{
    public static TheoryData<string> Images() => [.. Directory.GetFiles(Fixture.At(""), "*.expected.png")
        .Select(path => Path.GetFileName(path)[..^".expected.png".Length])
        .Where(name => Path.HasExtension(name) && !name.StartsWith("oriented"))];

    [Theory, MemberData(nameof(Images))]
    public void An_image_has_the_pixels_that_Pillow_reads(string name)
    {
        var expected = ImageFile.Decode(Fixture.At(name + ".expected.png"));

        Assert.InRange(Summary.Difference(ImageFile.Decode(Fixture.At(name)), expected), 0, 1);
    }

    [Theory, MemberData(nameof(Images))]
    public void The_header_tells_format_and_size(string name)
    {
        var info = ImageFile.Inspect(Fixture.At(name));

        Assert.Equal((32, 24), (info.Width, info.Height));
        Assert.Equal(FormatSniffer.Promised(name), info.Format);
    }

    [Theory, InlineData("grey16.png"), InlineData("grey16.tif")]
    public void Sixteen_bit_grey_keeps_its_upper_eight_bits(string name)
    {
        var image = ImageFile.Decode(Fixture.At(name));

        for (var y = 0; y < 24; y++)
            for (var x = 0; x < 32; x++)
                for (var channel = 0; channel < 3; channel++)
                    Assert.Equal((x * 2000 + y * 13) >> 8, image.Pixels[(y * 32 + x) * 3 + channel]);
    }

    [Theory]
    [InlineData(Enums.Interpretation.Grey16, 1)]
    [InlineData(Enums.Interpretation.Rgb16, 3)]
    [InlineData(Enums.Interpretation.Cmyk, 4)]
    public void A_sixteen_bit_tiff_is_the_image_that_its_upper_eight_bits_are(Enums.Interpretation colours, int bands)
    {
        var values = Enumerable.Range(0, 32 * 24 * bands).Select(i => (ushort)(i * 7919)).ToArray();
        using var sixteen = Image.NewFromMemory(MemoryMarshal.AsBytes<ushort>(values).ToArray(), 32, 24, bands, Enums.BandFormat.Ushort).Copy(interpretation: colours);
        using var eight = Image.NewFromMemory(values.Select(value => (byte)(value >> 8)).ToArray(), 32, 24, bands, Enums.BandFormat.Uchar)
            .Copy(interpretation: bands == 1 ? Enums.Interpretation.Bw : bands == 3 ? Enums.Interpretation.Srgb : colours);

        Assert.Equal(ImageFile.Decode(eight.TiffsaveBuffer(), "eight.tif").Pixels, ImageFile.Decode(sixteen.TiffsaveBuffer(), "sixteen.tif").Pixels);
    }

    [Fact]
    public void Bytes_and_file_give_the_same_image() =>
        Assert.Equal(ImageFile.Decode(Fixture.At("rgb.jpg")).Pixels, ImageFile.Decode(Fixture.Bytes("rgb.jpg"), "rgb.jpg").Pixels);

    [Fact]
    public void A_name_without_extension_promises_nothing() =>
        Assert.Equal(32, ImageFile.Decode(Fixture.Bytes("rgb.webp"), "upload").Width);

    [Fact]
    public void All_photos_of_the_samples_are_good()
    {
        foreach (var path in Directory.EnumerateFiles(Fixture.Photo(""), "*.jpg", SearchOption.AllDirectories))
            Assert.Null(ImageFile.Verify(path));
    }
}
