using System.Diagnostics;
using System.Formats.Tar;
using System.Text.Json;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>Answers in parts as a user gets them.</summary>
public sealed class ShardsTests : IDisposable
{
    private const int Images = 40;
    private readonly TestFolder _folder = new();

    public ShardsTests()
    {
        TinyModels.Write("classify", _folder["model.onnx"]);
        Directory.CreateDirectory(_folder["images"]);
        for (var number = 0; number < Images; number++)
            File.WriteAllBytes(_folder[$"images/{number:000}.jpg"], TinyModels.Jpeg(60 + number, 50, (ulong)number));
        File.WriteAllText(_folder["images/broken.png"], "no image");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Processes_that_are_killed_at_any_time_and_started_again_write_what_one_writes()
    {
        await Succeed("predict", "model.onnx", "images", "--out", "one");
        var seed = new SeededRandom(3);
        for (var kill = 0; kill < 4; kill++)
        {
            using var process = CommandLineProcess.Start(_folder.Root, ["predict", "model.onnx", "images", "--shards", "5", "--out", "parts"]);
            await Task.Delay(TimeSpan.FromMilliseconds(200 + (seed.NextDouble() * 600)), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        await Succeed("predict", "model.onnx", "images", "--shards", "5", "--out", "parts");
        var shards = JsonDocument.Parse((await Succeed("shards", "parts", "--json")).Output).RootElement;
        Assert.Equal((Images + 1, 1, 0), (shards.GetProperty("images").GetInt32(), shards.GetProperty("failed").GetInt32(),
            shards.GetProperty("missing").GetArrayLength()));
        Assert.Equal("images/broken.png", shards.GetProperty("failures")[0].GetProperty("file").GetString());
        Assert.Equal(await PartRows.Of(_folder["one"]), await PartRows.Of(_folder["parts"]));
        var again = JsonDocument.Parse((await Succeed("predict", "model.onnx", "images", "--shards", "5", "--out", "parts", "--json")).Output).RootElement;
        Assert.Equal((0, 5), (again.GetProperty("written").GetArrayLength(), again.GetProperty("there").GetArrayLength()));
    }

    [Fact]
    public async Task An_array_of_a_scheduler_needs_no_flag_and_what_is_missing_is_told()
    {
        for (var task = 1; task <= 3; task++)
        {
            if (task == 2) continue;
            var environment = new Dictionary<string, string>
            {
                ["SLURM_ARRAY_TASK_ID"] = $"{task}",
                ["SLURM_ARRAY_TASK_COUNT"] = "3",
                ["SLURM_ARRAY_TASK_MIN"] = "1",
                ["SLURM_ARRAY_TASK_MAX"] = "3",
                ["GRAFT_HOME"] = _folder["home"],
            };
            var outcome = await CommandLineProcess.Run(_folder.Root, ["features", "images", "--out", "features/", "--imgsz", "64"], environment);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            Assert.Contains($"shard {task - 1} of 3, by SLURM_ARRAY_TASK_ID", outcome.Error);
        }
        var shards = await CommandLineProcess.Run(_folder.Root, ["shards", "features"]);
        Assert.Equal(1, shards.ExitCode);
        Assert.Contains("missing: 1", shards.Output);
        await Succeed("features", "images", "--out", "features/", "--imgsz", "64", "--shards", "3", "--shard", "1");
        Assert.Equal(Images + 1, (await PartRows.Of(_folder["features"])).Count);
        var other = await CommandLineProcess.Run(_folder.Root, ["features", "images", "--out", "features/", "--imgsz", "96", "--shards", "3"]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("differs from this in the preprocessing", other.Error);
        // The feature cache was left alone.
        Assert.False(File.Exists(_folder["home/features/features.db"]));
    }

    [Fact]
    public async Task Images_of_tars_and_of_lists_are_answered_as_those_of_a_folder()
    {
        using (var tar = new TarWriter(File.Create(_folder["a b.tar"])))
            foreach (var file in Directory.GetFiles(_folder["images"]).Order()) tar.WriteEntry(file, Path.GetFileName(file));
        var lines = Directory.GetFiles(_folder["images"]).Order().Select(file => $"x,images/{Path.GetFileName(file)}\r\n");
        File.WriteAllText(_folder["list.csv"], string.Concat(lines.Prepend("label,file\r\n")));
        foreach (var source in new[] { "images", "a b.tar", "list.csv" }) await Succeed("predict", "model.onnx", source, "--out", $"of {source}");
        var expected = Answers(await PartRows.Of(_folder["of images"]), "images/");
        Assert.Equal(expected, Answers(await PartRows.Of(_folder["of a b.tar"]), "a b.tar/"));
        Assert.Equal(expected, Answers(await PartRows.Of(_folder["of list.csv"]), "images/"));
        var shown = await CommandLineProcess.Run(_folder.Root, ["predict", "model.onnx", "a b.tar", "--json"]);
        Assert.Equal(Images + 1, JsonDocument.Parse(shown.Output).RootElement.GetProperty("predictions").GetArrayLength());
        Assert.Equal(2, shown.ExitCode);
        Assert.Contains("'a b.tar/broken.png' is not an image", shown.Error);

        static IEnumerable<string> Answers(IEnumerable<string> rows, string place) => rows.Select(row => row.Replace(place, ""));
    }

    [Theory]
    [InlineData("--shards", "4")]
    [InlineData("--out", "answers", "--save")]
    [InlineData("--out", "model.onnx")]
    [InlineData("--out", "answers", "--shard", "3")]
    [InlineData("--out", "answers", "--shards", "0")]
    public async Task What_does_not_go_together_is_refused_before_the_work(params string[] flags)
    {
        var outcome = await CommandLineProcess.Run(_folder.Root, ["predict", "model.onnx", "images", .. flags]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.False(Directory.Exists(_folder["answers"]));
    }

    private async Task<Outcome> Succeed(params string[] arguments)
    {
        var outcome = await CommandLineProcess.Run(_folder.Root, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome;
    }
}
