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

    [Theory, InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void A_partial_column_turns_with_the_image(int orientation)
    {
        using var stored = new PixelBuffer(4, 3, 4) { Box = new SourceBox(0, 0, 3.5, 2.25), ImageWidth = 28, ImageHeight = 18 };

        using var upright = ImageOrientation.Apply(stored, orientation);

        var box = upright.Box;
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
