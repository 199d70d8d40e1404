using System.Text.Json;
using Graft.Cli;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.EndToEnd.Tests;

/// <summary><c>graft train things/ --task identities</c>, then <c>val</c> and <c>predict</c>; what has no meaning is refused by name.</summary>
public sealed class IdentitiesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Identities_are_trained_measured_on_others_and_described()
    {
        Write("things", 0, 14, 2);
        Write("others", 50, 4, 2);
        Write("alone", 70, 1, 2);
        SafeTensors.Write(_folder["tiny.safetensors"], ParameterInitialiser.Create(ModelCatalogue.Build("resnet_tiny", 1000), 3));
        string[] train = ["train", _folder["things"], "--task", "identities", "--model", "resnet_tiny", "--weights", _folder["tiny.safetensors"],
            "--imgsz", "32", "--near-copies", "off", "--project", _folder["runs"]];

        var (exit, output, messages) = await Run([.. train, "--epochs", "1", "--batch", "4", "--images-per-identity", "2", "--loss", "arcface", "--json"]);
        Assert.True(exit == 0, messages);
        var document = JsonDocument.Parse(output).RootElement;
        Assert.Equal("identities", document.GetProperty("task").GetString());
        Assert.True(document.GetProperty("test").GetProperty("againstFrozen").GetProperty("rows").GetArrayLength() >= 1);
        var run = document.GetProperty("run").GetString()!;
        Assert.Contains("14 identities", messages);

        (exit, output, messages) = await Run([.. train, "--strategy", "adapt", "--name", "adapted"]);
        Assert.True(exit == 0, messages);
        Assert.Contains("discriminant of", messages);
        Assert.Contains("frozen network", output);

        (exit, output, messages) = await Run("val", run, _folder["others"], "--near-copies", "off");
        Assert.True(exit == 0, messages);
        Assert.Contains("8 images, 4 identities", output);
        Assert.Contains("rank-1", output);

        (exit, output, messages) = await Run("predict", run, _folder["others/50/0.png"], _folder["others/50/1.png"], "--json");
        Assert.True(exit == 0, messages);
        Assert.Equal(2, JsonDocument.Parse(output).RootElement.GetProperty("predictions").GetArrayLength());

        (exit, output, messages) = await Run("data", "split", _folder["things"], "--task", "identities", "--near-copies", "off", "--out", _folder["split.csv"]);
        Assert.True(exit == 0, messages);
        Assert.Equal(29, File.ReadLines(_folder["split.csv"]).Count());

        // What training refuses is found before.
        (exit, output, messages) = await Run("data", "inspect", _folder["others"], "--task", "identities", "--near-copies", "off");
        Assert.Equal(2, exit);
        Assert.Contains("4 identities with two images or more", output.ReplaceLineEndings(" "));
        var torn = File.ReadAllLines(_folder["split.csv"]);
        var column = torn[0].Split(',').Index().Single(one => one.Item == "split").Index;
        var cells = torn[1].Split(',');
        cells[column] = cells[column] == "test" ? "train" : "test";
        File.WriteAllLines(_folder["torn.csv"], [torn[0], string.Join(',', cells), .. torn[2..]]);
        (exit, output, messages) = await Run("data", "inspect", _folder["torn.csv"], "--task", "identities", "--near-copies", "off");
        Assert.Equal(2, exit);
        Assert.Contains("Its 2 images are in", output);

        foreach (var (words, reason) in new[]
        {
            ($"predict {run} {_folder["others/50/0.png"]} --save", "--save"),
            ($"predict {run} {_folder["others/50/0.png"]} --conf 0.5", "--conf"),
            ($"drift {run} {_folder["others"]}", "Images of identities are not compared"),
            ($"models --recommend {_folder["things"]} --task identities", "Networks are not ranked for identities"),
            ($"val {run} {_folder["alone"]}", "has 1 identity to measure on"),
            ($"train {_folder["others"]} --task identities", "At least 2, 2 and 10"),
            ($"train {_folder["things"]} --task identities --mixup 0.2", "--mixup"),
            ($"train {_folder["things"]} --task identities --loss ce=1", "'ce=1' is not a loss of identities"),
            ($"train {_folder["things"]} --loss arcface", "--loss"),
        })
        {
            (exit, _, messages) = await Run(words.Split(' '));
            Assert.True(exit == 2 && messages.Contains(reason), $"{words}: exit {exit}: {messages}");
        }
    }

    private static async Task<(int Exit, string Output, string Messages)> Run(params string[] words)
    {
        var (output, messages) = (new StringWriter(), new StringWriter());
        var exit = await CommandLine.Run(words, new Terminal(output, messages));
        return (exit, output.ToString(), messages.ToString());
    }

    private void Write(string folder, int first, int identities, int images)
    {
        for (var i = 0; i < identities * images; i++)
        {
            var random = SeededRandom.For((ulong)(100 * first + i), "noise");
            var image = new RgbImage(40, 40);
            for (var at = 0; at < image.Pixels.Length; at++) image.Pixels[at] = (byte)random.Next(256);
            var place = _folder[$"{folder}/{first + i / images:00}/{i % images}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllBytes(place, ImageEncoder.EncodePng(image));
        }
    }
}
