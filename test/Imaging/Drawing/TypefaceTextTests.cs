using System.Text;

namespace Graft.Imaging.Tests;

public class TypefaceTextTests
{
    private static readonly (byte, byte, byte) White = (255, 255, 255);

    // As on servers without fonts, where a box of dots is all that can be drawn.
    private static readonly bool HasFonts = TypefaceText.Has(new Rune('ü'));

    [Theory]
    [InlineData("ü", "u")]
    [InlineData("Ł", "L")]
    [InlineData("Ω", "O")]
    [InlineData("😀", "o")]
    public void Letters_that_dots_lack_are_drawn_as_they_are(string text, string other)
    {
        Assert.SkipWhen(!HasFonts || !TypefaceText.Has(text.EnumerateRunes().First()), "No typeface of this machine has it.");
        var drawn = Written(text);
        Assert.NotEqual(Written("\U0010FFFE"), drawn); // the box of what nothing has
        Assert.NotEqual(Written(other), drawn);
        Assert.Contains((byte)255, drawn);
    }

    [Fact]
    public void What_no_typeface_has_is_a_box_and_the_letters_around_it_stay()
    {
        Assert.False(TypefaceText.Has(new Rune(0x10FFFE)));
        var (with, without) = (TypefaceText.Width("Zoë \U0010FFFE", 2), TypefaceText.Width("Zoë ", 2));
        Assert.InRange(with - without, DotFont.Advance * 2 - 1, DotFont.Advance * 2 + 1);
    }

    [Fact]
    public void Joiners_and_selectors_of_a_variant_take_no_room() =>
        Assert.Equal(TypefaceText.Width("é", 2), TypefaceText.Width("é\u200D\uFE0F", 2));

    [Fact]
    public void Ascii_is_in_dots_on_every_machine()
    {
        Assert.True(TypefaceText.IsDots("3 Anna 0.282"));
        Assert.Equal(12 * DotFont.Advance * 2, Canvas.Width("3 Anna 0.282", 2));
    }

    [Fact]
    public void A_line_that_is_wider_than_its_place_is_made_smaller()
    {
        var canvas = new Canvas(400, 40, default);
        canvas.Write("Zoë Müller von Österreich", 0, 10, 3, White, across: 120);
        Assert.DoesNotContain((byte)255, Enumerable.Range(0, 40).SelectMany(y => canvas.Image.Pixels[((y * 400 + 130) * 3)..((y + 1) * 400 * 3)]));
    }

    private static byte[] Written(string text)
    {
        var canvas = new Canvas(60, 40, default);
        canvas.Write(text, 4, 4, 3, White);
        return canvas.Image.Pixels;
    }
}
