namespace Graft.Imaging.Tests;

public class ContactSheetTests
{
    [Fact]
    public void Images_stand_in_a_grid_with_their_captions_below()
    {
        var red = Coloured(40, 40, 255, 0, 0);
        var options = new ContactSheetOptions { Columns = 2, TileSize = 40, Gap = 4 };

        var sheet = ContactSheet.Make([new(red, "one"), new(red, "two", CaptionTone.Good), new(red, "three", CaptionTone.Bad)], options);

        Assert.Equal(4 + 2 * 44, sheet.Width);
        Assert.Equal((255, 0, 0), At(sheet, 4, 4));
        Assert.Equal((255, 0, 0), At(sheet, 4 + 44 + 39, 4 + 39));
        // The caption: dark, green and red dots under the images.
        Assert.True(Has(sheet, 4, 44, 40, 14, (40, 40, 40)));
        Assert.True(Has(sheet, 48, 44, 40, 14, (20, 120, 50)));
        Assert.True(Has(sheet, 4, sheet.Height - 16, 40, 14, (190, 30, 30)));
    }

    [Fact]
    public void An_image_is_fitted_and_not_stretched()
    {
        var sheet = ContactSheet.Make([new(Coloured(80, 20, 0, 0, 255), "")], new ContactSheetOptions { TileSize = 40, Gap = 0 });

        Assert.Equal((40, 40), (sheet.Width, sheet.Height));
        Assert.Equal((232, 232, 232), At(sheet, 20, 10));
        Assert.Equal((0, 0, 255), At(sheet, 0, 20));
        Assert.Equal((232, 232, 232), At(sheet, 20, 30));
    }

    [Fact]
    public void A_place_can_be_lower_than_it_is_wide()
    {
        var options = new ContactSheetOptions { TileSize = 40, TileHeight = 20, Gap = 0, Columns = 1 };
        var sheet = ContactSheet.Make([new(Coloured(80, 20, 0, 0, 255), ""), new(Coloured(20, 20, 0, 255, 0), "")], options);

        Assert.Equal((40, 40), (sheet.Width, sheet.Height));
        Assert.Equal((0, 0, 255), At(sheet, 0, 10));
        Assert.Equal((232, 232, 232), At(sheet, 5, 30));
        Assert.Equal((0, 255, 0), At(sheet, 20, 30));
    }

    [Fact]
    public void A_title_stands_above()
    {
        var image = Coloured(20, 20, 9, 9, 9);
        var without = ContactSheet.Make([new(image, "")]);
        var with = ContactSheet.Make([new(image, "")], new ContactSheetOptions { Title = "Worst mistakes" });

        Assert.True(with.Height > without.Height);
        Assert.True(Has(with, 0, 0, with.Width, with.Height - without.Height, (40, 40, 40)));
    }

    [Theory]
    [InlineData("solar panel 0.93", 10, "solar|panel 0.93")]
    [InlineData("renewable_energy", 10, "renewable_|energy")]
    [InlineData("a\nb", 10, "a|b")]
    [InlineData("", 10, "")]
    [InlineData("a b c d e f", 1, "a|b|c|..")]
    [InlineData("Zürich", 10, "Zürich")]
    [InlineData("ab\ud83d\ude00c", 3, "ab|\ud83d\ude00c")]
    public void Captions_break_at_spaces_and_are_cut_after_four_lines(string caption, int width, string lines) =>
        Assert.Equal(lines, string.Join('|', CaptionLines.Break(caption, width)));

    [Fact]
    public void Every_printable_letter_has_its_own_dots()
    {
        var letters = Enumerable.Range(' ', '~' - ' ' + 1).Select(code => Convert.ToHexString(DotFont.Rows((char)code))).ToList();
        Assert.Equal(letters.Count, letters.Distinct().Count());
        Assert.Equal(Convert.ToHexString(DotFont.Rows('猫')), Convert.ToHexString(DotFont.Rows('Ω')));
    }

    [Fact]
    public void No_images_or_impossible_options_are_an_error()
    {
        Assert.Throws<ArgumentException>(() => ContactSheet.Make([]));
        CaptionedImage[] one = [new(new RgbImage(1, 1), "x")];
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Make(one, new ContactSheetOptions { Columns = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Make(one, new ContactSheetOptions { TileSize = 4 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Make(one, new ContactSheetOptions { Gap = -1 }));
    }

    private static RgbImage Coloured(int width, int height, byte red, byte green, byte blue) =>
        new(width, height, [.. Enumerable.Range(0, width * height).SelectMany(_ => new[] { red, green, blue })]);

    private static (byte, byte, byte) At(RgbImage image, int x, int y)
    {
        var at = (y * image.Width + x) * 3;
        return (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]);
    }

    private static bool Has(RgbImage image, int left, int top, int width, int height, (byte, byte, byte) colour) =>
        Enumerable.Range(0, width * height).Any(i => At(image, left + i % width, top + i / width) == colour);
}
