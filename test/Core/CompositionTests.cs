namespace Graft.Core.Tests;

/// <summary>Letters with marks, against Unicode's NFC.</summary>
public sealed class CompositionTests
{
    [Theory]
    [InlineData("\u1ec7", "\u1ec7", "\u00ea\u0323", "\u1eb9\u0302", "e\u0302\u0323", "e\u0323\u0302")]
    [InlineData("\u1ead", "\u00e2\u0323", "\u1ea1\u0302", "a\u0302\u0323")]
    [InlineData("\u1eac", "\u00c2\u0323", "A\u0302\u0323")]
    [InlineData("\u1ed8", "\u00d4\u0323", "O\u0302\u0323")]
    [InlineData("\u1eb7", "\u0103\u0323", "a\u0306\u0323")]
    [InlineData("\u1ee3", "o\u0323\u031b", "\u1ecd\u031b", "\u01a1\u0323")]
    [InlineData("\u1e69", "s\u0307\u0323", "\u1e61\u0323", "\u1e63\u0307")]
    [InlineData("\u1fb7", "\u1fb3\u0342", "\u03b1\u0345\u0342", "\u1fb6\u0345")]
    [InlineData("\u0622\u0623\u0625\u0624\u0626", "\u0627\u0653\u0627\u0654\u0627\u0655\u0648\u0654\u064a\u0654")]
    [InlineData("\u0623\u064e", "\u0627\u064e\u0654", "\u0627\u0654\u064e", "\u0623\u064e")]
    [InlineData("\u0929\u0bca\u0cca\u0ccb", "\u0928\u093c\u0bc6\u0bbe\u0cc6\u0cc2\u0cc6\u0cc2\u0cd5")]
    [InlineData("q\u0323\u0307", "q\u0307\u0323", "q\u0323\u0307")]
    public void Marks_give_the_same_letter_in_any_order_and_on_any_part_of_it(string expected, params string[] written)
    {
        Assert.Equal(expected, Composition.Of(expected));
        foreach (var one in written) Assert.Equal(expected, Composition.Of(one));
    }

    [Theory]
    [InlineData("a\u0308\u0301", "a\u0301\u0308")] // one above the other: the order is seen
    [InlineData("\u0b95\u0bc6", "\u0b95\u0bbe")]
    public void What_looks_different_stays_different(string one, string other) => Assert.NotEqual(Composition.Of(one), Composition.Of(other));

    [Theory, InlineData(""), InlineData("Zoe"), InlineData("\u0301"), InlineData("\u20d0\u0301"), InlineData("a\u0338\u20d0\u0301")]
    public void What_has_nothing_to_compose_stays(string text) => Assert.Equal(text, Composition.Of(text));

    [Theory]
    [InlineData("\u1ec7", "e\u0323\u0302")]
    [InlineData("Gr\u00f6\u00dfe", "Gro\u0308\u00dfe")]
    [InlineData("\uac01\uac00", "\u1100\u1161\u11a8\u1100\u1161")]
    [InlineData("plain", "plain")]
    public void Letters_are_taken_apart_as_systems_store_names(string composed, string apart)
    {
        Assert.Equal(apart, Composition.Apart(composed));
        Assert.Equal(composed, Composition.Of(apart));
        Assert.Equal(apart, Composition.Apart(apart));
    }
}
