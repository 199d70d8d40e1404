using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public class PredictTests
{
    [Fact]
    public async Task A_model_file_that_is_none_is_refused_by_name()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["model.onnx"], "no model");
        var outcome = await CommandLineProcess.Run("predict", folder["model.onnx"], "samples/photos/tool/hammer1.jpg", "--json");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("model.onnx", outcome.Error);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void Folders_and_patterns_become_files_in_a_steady_order()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["below"]);
        foreach (var name in new[] { "b.jpg", "a.PNG", "notes.txt", "below/c.webp", ".hidden.jpg" }) File.WriteAllText(folder[name], "");
        Assert.Equal(["a.PNG", "b.jpg", "below/c.webp"], Relative(ImageSources.Expand([folder.Root]), folder));
        Assert.Equal(["b.jpg"], Relative(ImageSources.Expand([folder["*.jpg"]]), folder));
        Assert.Equal(["b.jpg", "a.PNG"], Relative(ImageSources.Expand([folder["b.jpg"], folder["a.PNG"]]), folder));
    }

    [Fact]
    public void Sources_that_lead_to_nothing_are_all_named_at_once()
    {
        var error = Assert.Throws<ProblemsException>(() => ImageSources.Expand(["missing.jpg", "https://example.org/a.jpg", "none/*.png"]));
        Assert.Equal(3, error.Problems.Count);
        Assert.Contains("Addresses are not opened.", error.Message);
    }

    private static IEnumerable<string> Relative(IEnumerable<string> files, TestFolder folder) =>
        files.Select(file => Path.GetRelativePath(folder.Root, file).Replace('\\', '/'));
}
