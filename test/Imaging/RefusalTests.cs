using System.Text;
using Graft.Tests;
using static Graft.Imaging.Tests.Refusals;

namespace Graft.Imaging.Tests;

public class RefusalTests
{
    [Fact]
    public void A_missing_file_is_refused_by_name() => Refused(ImageFault.Missing, () => ImageFile.Decode("/nowhere/cat.jpg"), "/nowhere/cat.jpg");

    [Fact]
    public void A_folder_is_refused_as_unreadable()
    {
        using var folder = new TestFolder();
        Refused(ImageFault.Unreadable, () => ImageFile.Decode(folder.Root), folder.Root);
    }

    [Fact]
    public void An_empty_file_is_refused_by_name()
    {
        using var folder = new TestFolder();
        AtomicFile.WriteBytes(folder["empty.jpg"], []);
        Refused(ImageFault.Empty, () => ImageFile.Decode(folder["empty.jpg"]), folder["empty.jpg"]);
        Assert.Equal(ImageFault.Empty, ImageFile.Verify(folder["empty.jpg"])!.Reason);
    }

    [Theory, InlineData("x"), InlineData("Dear diary, this is not a photo."), InlineData("<html><body>404</body></html>")]
    public void A_text_file_named_jpg_is_refused_by_name(string text) =>
        Refused(ImageFault.NotAnImage, () => ImageFile.Decode(Encoding.UTF8.GetBytes(text), "notes.jpg"), "notes.jpg");

    [Fact]
    public void A_png_named_jpg_is_refused_with_its_right_name()
    {
        var refusal = Refused(ImageFault.Mislabelled, () => ImageFile.Decode(Fixture.Bytes("rgb.png"), "cat.jpg"), "cat.jpg");
        Assert.Contains("PNG", refusal.Message);
        Assert.Contains("cat.png", refusal.Cure);
        refusal = Refused(ImageFault.Mislabelled, () => ImageFile.Decode(Fixture.Bytes("rgb.png"), "cat.png.jpg"), "cat.png.jpg");
        Assert.Equal("Rename it to cat.png.", refusal.Cure);
    }

    [Fact]
    public void A_png_named_jpg_is_read_when_the_caller_accepts_it() =>
        Assert.Equal(32, ImageFile.Decode(Fixture.Bytes("rgb.png"), "cat.jpg", new DecodeOptions { AcceptMislabelled = true }).Width);

    [Theory]
    [InlineData("rgb.jpg"), InlineData("prog.jpg"), InlineData("grey.jpg"), InlineData("cmyk.jpg")]
    [InlineData("rgb.png"), InlineData("rgb16.png"), InlineData("pal.png")]
    [InlineData("rgb.webp"), InlineData("rgb_ll.webp"), InlineData("pal.gif"), InlineData("rgb.bmp"), InlineData("pal.bmp")]
    [InlineData("rgb.tif"), InlineData("rgb_lzw.tif"), InlineData("rgb_jpeg.tif"), InlineData("pal.tif")]
    public void A_truncated_image_is_refused_by_name(string name)
    {
        var bytes = Fixture.Bytes(name);
        foreach (var share in new[] { 0.3, 0.5, 0.75 })
            Refused(ImageFault.Truncated, () => ImageFile.Decode(bytes[..(int)(bytes.Length * share)], name), name);
    }

    [Fact]
    public void A_truncated_photo_is_refused_wherever_it_ends()
    {
        var photo = File.ReadAllBytes(Fixture.Photo("fish/fish1.jpg"));
        for (var left = 20; left < photo.Length; left += photo.Length / 23)
            Refused(ImageFault.Truncated, () => ImageFile.Decode(photo[..left], "fish1.jpg"), "fish1.jpg");
        Refused(ImageFault.Truncated, () => ImageFile.Decode(photo[..^1], "fish1.jpg"), "fish1.jpg");
    }

    [Fact]
    public void A_thumbnails_end_is_not_taken_for_the_images()
    {
        byte[] thumbnail = [0xFF, 0xE1, 0, 6, 0xFF, 0xD9, 0, 0];
        var photo = Fixture.Bytes("prog.jpg");
        byte[] with = [0xFF, 0xD8, .. thumbnail, .. photo[2..]];
        Assert.False(Truncation.LacksJpegEnd(with));
        Assert.True(Truncation.LacksJpegEnd(with[..^2]));
    }

    [Fact]
    public void A_damaged_header_is_refused_by_name()
    {
        var bytes = Fixture.Bytes("rgb.png");
        bytes[25] = 77; // colour type
        var refusal = Assert.Throws<ImageException>(() => ImageFile.Decode(bytes, "odd.png"));
        Assert.Equal(ImageFault.Damaged, refusal.Reason);
        Assert.Contains("odd.png", refusal.Message);
    }

    [Theory]
    [InlineData("\0\0\0\u0018ftypheic    ", "HEIF"), InlineData("\0\0\0\u0018ftypavif    ", "AVIF")]
    [InlineData("8BPS            ", "Photoshop"), InlineData("%PDF-1.7 ", "PDF"), InlineData("P6\n2 2\n255\n", "netpbm")]
    public void A_format_that_is_not_read_is_named(string head, string word)
    {
        var refusal = Refused(ImageFault.Unsupported, () => ImageFile.Decode(Encoding.Latin1.GetBytes(head), "image.bin"), "image.bin");
        Assert.Contains(word, refusal.Message);
    }

    [Fact]
    public void Random_bytes_behind_a_right_beginning_never_crash()
    {
        foreach (var name in new[] { "rgb.jpg", "rgb.png", "rgb.webp", "pal.gif", "rgb.bmp", "rgb.tif", "rgb_lzw.tif" })
            for (var seed = 0u; seed < 40; seed++)
            {
                var bytes = Fixture.Bytes(name);
                var at = (int)(seed * 2654435761u % (uint)(bytes.Length - 16)) + 12;
                bytes[at] ^= (byte)(1 + seed * 37);
                try { ImageFile.Decode(bytes, name); }
                catch (ImageException refusal) { Assert.Contains(name, refusal.Message); }
            }
    }
}
