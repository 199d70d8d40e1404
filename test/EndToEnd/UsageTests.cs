namespace Graft.EndToEnd.Tests;

public class UsageTests
{
    [Fact]
    public async Task The_bare_word_shows_what_there_is()
    {
        var outcome = await CommandLineProcess.Run();
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Commands:", outcome.Output);
        Assert.Contains("doctor", outcome.Output);
        Assert.Empty(outcome.Error);
    }

    [Theory]
    [InlineData("modles", "'modles' is not a verb of `graft`. Did you mean 'models'?")]
    [InlineData("data inspct", "'inspct' is not a verb of `graft data`. Did you mean 'inspect'?")]
    [InlineData("models --jsn", "'--jsn' is not an option of `graft models`. Did you mean '--json'?")]
    [InlineData("data inspect", "'DATA'")]
    [InlineData("data", "Required command was not provided. See `graft data --help`.")]
    [InlineData("data split x --seed minus", "'minus'")]
    [InlineData("doctor now", "`graft doctor` does not take 'now'.")]
    [InlineData("models resnet-50", "Did you mean 'resnet50'?")]
    [InlineData("data inspect samples/photos --memory 2", "--memory takes a number of megabytes or gigabytes with its unit, at least 64MB")]
    [InlineData("data inspect samples/photos --memory 1,5GB", "not '1,5GB'")]
    [InlineData("data inspect samples/photos --max-pixels 0", "--max-pixels is a number from 1 to 500000000.")]
    [InlineData("train samples/photos --device cuda", "Graft trains on the CPU")]
    [InlineData("compare samples/photos --device cuda:1", "Graft trains on the CPU")]
    [InlineData("val m.onnx samples/photos --device gpu", "it takes cpu, cuda, cuda:N or auto")]
    [InlineData("train nowhere --strategy full --ranks 2", "There is no folder or file 'nowhere'.")]
    [InlineData("train samples/photos --strategy full --qat --ranks 2", "by one process")]
    [InlineData("data inspect nowhere", "There is no folder or file 'nowhere'.")]
    public async Task A_mistake_ends_with_2_and_says_what_was_meant(string line, string message)
    {
        var outcome = await CommandLineProcess.Run(line.Split(' '));
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("error: ", outcome.Error);
        Assert.Contains(message, outcome.Error);
        Assert.DoesNotContain("   at Graft", outcome.Error);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task A_file_whose_name_begins_like_an_option_is_named_as_it_has_to_be_written()
    {
        using var folder = new TestFolder();
        File.Copy(Repository.At("samples", "photos", "tool", "hammer1.jpg"), folder["-a.jpg"]);
        var outcome = await CommandLineProcess.Run(folder.Root, ["data", "inspect", "-a.jpg"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("For the file of that name write './-a.jpg'.", outcome.Error);
    }

    [Fact]
    public async Task An_image_above_the_limit_on_pixels_is_refused_with_the_flag_and_the_option_that_raise_it()
    {
        var outcome = await CommandLineProcess.Run("data", "inspect", "samples/photos", "--max-pixels", "100");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("At most 100 are decoded. Shrink it, leave it out, or allow more with --max-pixels (DecodeOptions.MaxPixels, RuntimeOptions.MaxPixels)",
            outcome.Output + outcome.Error);
        Assert.Equal(0, (await CommandLineProcess.Run("data", "inspect", "samples/photos", "--max-pixels", "1000000")).ExitCode);
    }

    [Fact]
    public async Task The_version_is_printed()
    {
        var outcome = await CommandLineProcess.Run("--version");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", outcome.Output);
    }
}
