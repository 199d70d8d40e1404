namespace Graft.Tests;

public class SpellingTests
{
    private static readonly string[] Words = ["train", "val", "predict", "features", "models", "doctor", "data"];

    [Theory]
    [InlineData("trian", "train")]
    [InlineData("Train", "train")]
    [InlineData("model", "models")]
    [InlineData("predcit", "predict")]
    [InlineData("dockter", "doctor")]
    public void A_slip_is_understood(string word, string meant) => Assert.Equal(meant, Spelling.Nearest(word, Words));

    [Theory]
    [InlineData("serve")]
    [InlineData("x")]
    [InlineData("")]
    public void Another_word_is_not_taken_for_a_slip(string word) => Assert.Null(Spelling.Nearest(word, Words));
}
