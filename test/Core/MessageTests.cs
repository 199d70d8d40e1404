namespace Graft.Core.Tests;

public class MessageTests
{
    [Fact]
    public void A_message_says_what_then_what_was_expected_then_what_to_do()
    {
        var error = new GraftException("No model is called 'resnet-50'.", "Did you mean 'resnet50'?", "`graft models` lists all 64.");
        Assert.Equal("No model is called 'resnet-50'. Did you mean 'resnet50'? `graft models` lists all 64.", error.Message);
    }

    [Theory]
    [InlineData("What.", "", "Cure.", "What. Cure.")]
    [InlineData("What.", "Expected.", "", "What. Expected.")]
    [InlineData("What.", "", "", "What.")]
    public void Missing_parts_leave_no_gap(string what, string expected, string cure, string message) =>
        Assert.Equal(message, new GraftException(what, expected, cure).Message);

    [Fact]
    public void Bad_input_is_what_a_mistake_means_unless_it_says_otherwise()
    {
        Assert.Equal(2, new GraftException("What.").ExitCode);
        Assert.Equal(1, new GraftException("What.") { ExitCode = 1 }.ExitCode);
    }

    [Fact]
    public void All_problems_are_in_one_message_and_errors_come_first()
    {
        var error = new ProblemsException("The data set photos/",
        [
            new("cats", "Only 3 images.", "Add some.", IsWarning: true),
            new("dogs/a.jpg", "The file is empty.", "Replace it."),
            new("birds", "No images.", "Add some, or remove the folder."),
        ]);
        Assert.Equal("""
            The data set photos/ has 2 problems that must be fixed first:
              error: dogs/a.jpg: The file is empty. Replace it.
              error: birds: No images. Add some, or remove the folder.
              warning: cats: Only 3 images. Add some.
            """.ReplaceLineEndings("\n"), error.Message);
        Assert.Equal(3, error.Problems.Count);
        Assert.Equal(2, error.ExitCode);
    }

    [Fact]
    public void One_problem_is_not_called_problems() =>
        Assert.StartsWith("The data set photos/ has 1 problem that", new ProblemsException("The data set photos/", [new("a", "Bad.", "")]).Message);
}
