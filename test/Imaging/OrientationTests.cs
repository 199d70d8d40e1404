using Graft.Tests;

namespace Graft.Imaging.Tests;

public class OrientationTests
{
    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        foreach (var extension in new[] { "jpg", "png", "webp", "tif" })
            for (var orientation = 1; orientation <= 8; orientation++)
                data.Add(orientation, extension);
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_image_is_turned_upright(int orientation, string extension)
    {
        var expected = extension == "jpg" ? $"oriented{orientation}.jpg.expected.png" : $"oriented{orientation}.expected.png";

        var image = ImageFile.Decode(Fixture.At($"oriented{orientation}.{extension}"));

        Assert.InRange(Summary.Difference(image, ImageFile.Decode(Fixture.At(expected))), 0, 1);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_header_gives_the_upright_size(int orientation, string extension)
    {
        var info = ImageFile.Inspect(Fixture.At($"oriented{orientation}.{extension}"));

        Assert.Equal(orientation >= 5 ? (24, 32) : (32, 24), (info.Width, info.Height));
    }

    [Theory, InlineData(0), InlineData(3), InlineData(8)]
    public void The_header_of_a_large_JPEG_is_read_wherever_it_ends(int segmentsBefore)
    {
        using var folder = new TestFolder();
        var jpeg = File.ReadAllBytes(Fixture.At("oriented6.jpg"));
        byte[] segment = [0xFF, 0xE5, 0xFF, 0xFF, .. new byte[0xFFFD]]; // 64 KB of an application's own
        // Zeros behind the end of the image make the file longer than what is read of it at first.
        File.WriteAllBytes(folder["large.jpg"],
            [.. jpeg[..2], .. Enumerable.Repeat(segment, segmentsBefore).SelectMany(bytes => bytes), .. jpeg[2..], .. new byte[600_000]]);
        var info = ImageFile.Inspect(folder["large.jpg"]);
        Assert.Equal((24, 32, 6), (info.Width, info.Height, info.Orientation));
    }

    [Theory, InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void A_partial_column_turns_with_the_image(int orientation)
    {
        var layout = new PixelLayout(4, 3, 4) { Box = new SourceBox(0, 0, 3.5, 2.25), ImageWidth = 28, ImageHeight = 18 };
        using var stored = new PixelBuffer(layout);

        using var upright = ImageOrientation.Apply(stored, orientation);

        var box = upright.Layout.Box;
        var (width, height) = orientation >= 5 ? (2.25, 3.5) : (3.5, 2.25);
        Assert.Equal((width, height), (box.Width, box.Height));
        Assert.Contains(box.Left, new[] { 0, upright.Width - width });
        Assert.Equal(orientation is 2 or 3 or 6 or 7, box.Left > 0);
        Assert.Equal(orientation is 3 or 4 or 7 or 8, box.Top > 0);
    }

    [Theory, InlineData("II"), InlineData("MM"), InlineData("no exif at all")]
    public void Broken_exif_means_upright(string text) =>
        Assert.Equal(1, ExifOrientation.Read(System.Text.Encoding.ASCII.GetBytes(text)));
}
