using System.Text.Json;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>Answers that are written as they come.</summary>
public class StreamedTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public void A_list_that_is_written_entry_by_entry_is_the_document_it_would_be_as_a_whole(int entries)
    {
        object[] all = [.. Enumerable.Range(0, entries).Select(number => new { Path = $"{number}\n\"a\".jpg", Scores = new[] { 1, 2 }, None = (string?)null })];
        var whole = new StringWriter();
        new Terminal(whole, TextWriter.Null).WriteJson(new { Classes = new[] { "\"entries\": []" }, Entries = all, Last = 1 });
        var streamed = new StringWriter();
        var list = new JsonList(streamed, new { Classes = new[] { "\"entries\": []" }, Entries = Array.Empty<object>(), Last = 1 }, "entries");
        foreach (var entry in all) list.Add(entry);
        list.Complete();
        Assert.Equal(whole.ToString(), streamed.ToString());
    }

    [Theory, InlineData(), InlineData("--json"), InlineData("--out", "answers")]
    public async Task Memory_does_not_grow_with_the_number_of_images(params string[] flags)
    {
        using var folder = new TestFolder();
        TinyModels.Write("classify", folder["model.onnx"]);
        File.WriteAllBytes(folder["a.jpg"], TinyModels.Jpeg());
        File.WriteAllText(folder["list.txt"], string.Concat(Enumerable.Repeat("a.jpg\n", 20_000)));
        // What is managed has 24 MiB, and the process ends where that is not enough: a kilobyte for each image would be 20 MB.
        var environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x1800000" };
        var outcome = await CommandLineProcess.Run(folder.Root, ["predict", "model.onnx", "list.txt", .. flags], environment);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }

    [Fact]
    public async Task A_long_table_in_a_pipe_has_one_head_and_failures_are_all_named()
    {
        using var folder = new TestFolder();
        TinyModels.Write("classify", folder["model.onnx"]);
        File.WriteAllBytes(folder["a.jpg"], TinyModels.Jpeg());
        var names = Enumerable.Range(0, 2500).Select(number => number % 2 == 0 ? "a.jpg\n" : $"missing{number}.jpg\n");
        File.WriteAllText(folder["list.txt"], string.Concat(names));
        var outcome = await CommandLineProcess.Run(folder.Root, ["predict", "model.onnx", "list.txt"]);
        Assert.Equal(2, outcome.ExitCode);
        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1251, lines.Length);
        Assert.Single(lines, line => line.StartsWith("image\t", StringComparison.Ordinal));
        Assert.Equal(1250, outcome.Error.Split('\n').Count(line => line.StartsWith("error: 'missing", StringComparison.Ordinal)));
    }
}
