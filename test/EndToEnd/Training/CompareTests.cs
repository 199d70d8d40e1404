using System.Text.Json.Nodes;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public sealed class CompareTests : IDisposable
{
    private readonly TestFolder _folder = Photos.TwoClasses(8);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Networks_are_compared_and_the_next_command_trains_the_best()
    {
        var output = await Run(0, "compare", _folder["photos"], "--strategies", "probe,scratch", "--epochs", "1", "--folds", "3", "--repeats", "1", "--imgsz",
            "96,128", "--models", "efficientnet_lite0", "--out", _folder["compared"]);
        Assert.Contains("efficientnet_lite0, probe, 96 px", output);
        Assert.Contains("From scratch", output);
        var document = JsonNode.Parse(File.ReadAllText(_folder["compared/compare.json"]))!;
        Assert.Equal("probe", (string?)document["rows"]![0]!["candidate"]!["strategy"], ignoreCase: true);
        Assert.Contains("Leaderboard", File.ReadAllText(_folder["compared/report.html"]));
        Assert.Equal(5, File.ReadAllLines(_folder["compared/leaderboard.csv"]).Length);
        Assert.Contains("is not empty", await Run(2, "compare", _folder["photos"], "--out", _folder["compared"]));
    }

    [Fact]
    public async Task The_network_is_chosen_on_training_images_and_the_run_says_how()
    {
        var output = await Run(0, "train", _folder["photos"], "--model", "auto", "--strategy", "probe", "--time", "5m", "--imgsz", "96", "--test-split", "0.2",
            "--project", _folder["runs"]);
        Assert.Contains("was chosen among 2 candidates by accuracy", output);
        var arguments = JsonNode.Parse(File.ReadAllText(_folder["runs/photos/args.json"]))!;
        Assert.StartsWith("efficientnet_lite", (string?)arguments["model"]);
        var split = JsonNode.Parse(File.ReadAllText(_folder["runs/photos/split.json"]))!;
        var compared = JsonNode.Parse(File.ReadAllText(_folder["runs/photos/compare/compare.json"]))!;
        Assert.Contains("held-out folds of the training images; see compare", (string?)compared["chosen"]);
        Assert.Equal(split["train"]!.AsArray().Count, (int)compared["images"]!);
        Assert.Contains("was chosen among", File.ReadAllText(_folder["runs/photos/report.html"]));
    }

    [Theory]
    [InlineData("compare {0}/photos --strategies prob", "'prob' is not a strategy")]
    [InlineData("compare {0}/photos --imgsz big", "--imgsz takes whole numbers")]
    [InlineData("compare {0}/photos --time soon", "--time is a time such as 90s, 20m or 1h30m, and not 'soon'")]
    [InlineData("compare {0}/photos --folds 1", "--folds: 1 is not between 3 and 20")]
    [InlineData("compare {0}/photos --models nothing", "nothing")]
    [InlineData("train {0}/photos --time 5m", "No networks are compared")]
    [InlineData("train {0}/photos --model auto --weights a.pth", "of one network")]
    [InlineData("compare {0}/photos --task detect --folds 3", "compared on one split")]
    [InlineData("compare {0}/photos --task identities", "compares itself with the frozen network")]
    public async Task What_cannot_be_compared_is_said_before_the_work(string line, string message)
    {
        string[] place = line.StartsWith("compare") ? ["--out", _folder["out"]] : [];
        var text = await Run(2, [.. line.Split(' ').Select(word => string.Format(word, _folder.Root)), .. place]);
        Assert.Contains(message, text);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task Places_of_the_numbers_are_given_with_their_address() =>
        Assert.Contains("There is no folder", await Run(2, "train", _folder["nowhere"], "--log", "mlflow=http://127.0.0.1:1", "--log", "tensorboard"));

    [Fact]
    public void A_name_that_is_taken_gets_a_number_where_it_lies()
    {
        Directory.CreateDirectory(_folder["runs/compare/photos"]);
        Assert.Equal(_folder["runs/compare/photos2"], OutputPlace.FreeName(_folder["runs/compare/photos"]));
        Assert.Equal(_folder["photos/a.csv"], OutputPlace.FreeName(_folder["photos/a.csv"]));
    }

    private static async Task<string> Run(int code, params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal((code, ""), (await CommandLine.Run(words, new Terminal(output, error)), code == 0 ? "" : output.ToString()));
        return output.ToString() + error;
    }
}
