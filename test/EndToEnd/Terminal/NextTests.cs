using System.Text.Json;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>A verb that has done its job says what comes next, on standard error.</summary>
public class NextTests
{
    [Theory]
    [InlineData("models", "graft models ")]
    [InlineData("models resnet50", "graft models pull resnet50")]
    [InlineData("models efficientnet_lite0", "graft train DATA --model efficientnet_lite0")]
    [InlineData("data inspect {0}/photos", "graft train {0}/photos")]
    [InlineData("data inspect {1}/scenes", "graft train {1}/scenes --task detect")]
    [InlineData("data split {0}/photos --out {0}/split.csv", "graft train {0}/split.csv")]
    [InlineData("data split {1}/scenes --task detect --out {0}/split", "graft train {0}/split --task detect")]
    [InlineData("data split {1}/scenes --task segment --out {0}/split", "graft train {0}/split --task segment")]
    [InlineData("data convert {1}/scenes --to yolo --out {0}/yolo", "graft data inspect {0}/yolo")]
    [InlineData("features {0}/photos --no-cache --out {0}/f.npy", "graft train {0}/photos --model efficientnet_lite0 --strategy probe")]
    [InlineData("export efficientnet_lite0 --out {0}/m.onnx", "graft predict {0}/m.onnx new/*.jpg")]
    public async Task The_last_line_is_a_command_that_parses_and_json_has_none(string line, string next)
    {
        using var folder = Photos.TwoClasses(4);
        string[] Words(string text) => [.. text.Split(' ').Select(word => string.Format(word, folder.Root, Repository.At("samples")))];
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await CommandLine.Run(Words(line), new Terminal(output, error)));
        var last = error.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith($"next: {string.Join(' ', Words(next))}", last);
        Assert.Empty(UsageErrors.Of(NumberTests.Root().Parse(last["next: graft ".Length..])));

        // The second time into another place.
        if (Path.Exists(folder["split"])) Directory.Delete(folder["split"], recursive: true);
        File.Delete(folder["split.csv"]);
        if (Path.Exists(folder["yolo"])) Directory.Delete(folder["yolo"], recursive: true);
        var (document, messages) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await CommandLine.Run([.. Words(line), "--json"], new Terminal(document, messages)));
        JsonDocument.Parse(document.ToString()).Dispose();
        Assert.DoesNotContain("next:", messages.ToString());
    }

    [Fact]
    public async Task A_run_folder_stands_for_its_model_file_and_images_of_one_name_are_saved_apart()
    {
        using var folder = new TestFolder();
        foreach (var (place, photo) in new[] { ("a", "hammer1.jpg"), ("b", "hammer1.jpg") })
        {
            Directory.CreateDirectory(folder[place]);
            File.Copy(Repository.At("samples", "photos", "tool", photo), folder[$"{place}/img1.jpg"]);
        }
        Directory.CreateDirectory(folder["run"]);
        var quiet = new Terminal(TextWriter.Null, TextWriter.Null);
        Assert.Equal(0, await CommandLine.Run(["export", "efficientnet_lite0", "--out", folder["run/model.onnx"]], quiet));
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await CommandLine.Run(["predict", folder["run"], folder["a"], folder["b"], "--save-txt", "--project", folder["out"]],
            new Terminal(output, error)));
        Assert.Equal(["image\tclass\tscore", $"{folder["a/img1.jpg"]}\thammer\t76.0 %", $"{folder["b/img1.jpg"]}\thammer\t76.0 %"],
            output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
        Assert.True(File.Exists(folder["out/predict/labels/a/img1.txt"]) && File.Exists(folder["out/predict/labels/b/img1.txt"]));
        Assert.Contains($"next: graft val {folder["run"]} LABELLED", error.ToString());

        // What was asked for is asked for again.
        error.GetStringBuilder().Clear();
        Assert.Equal(0, await CommandLine.Run(["predict", folder["run"], folder["a"], "--conf", "0.5"], new Terminal(TextWriter.Null, error)));
        Assert.Contains($"next: graft predict {folder["run"]} {folder["a"]} --conf 0.5 --save", error.ToString());
    }

    [Theory]
    [InlineData("unfinished", "has not finished", "graft train --resume ")]
    [InlineData("empty", "has no model.onnx", "Give the folder")]
    [InlineData("", "has no model.onnx", "Runs in it: ")]
    [InlineData("finishd", "no model file or run", "Did you mean 'finished'?")]
    public void A_folder_that_is_no_finished_run_is_refused_with_what_to_do(string name, string message, string cure)
    {
        using var folder = new TestFolder();
        foreach (var run in new[] { "unfinished", "empty", "finished" }) Directory.CreateDirectory(folder[run]);
        File.WriteAllText(folder["unfinished/args.json"], "{}");
        File.WriteAllText(folder["finished/model.onnx"], "model");
        Assert.Equal(Path.Combine(folder["finished"], "model.onnx"), ModelPath.Resolve(folder["finished"]));
        var refusal = Assert.Throws<GraftException>(() => ModelPath.Resolve(folder[name])).Message;
        Assert.Contains(message, refusal);
        Assert.Contains(cure, refusal);
    }

    [Fact]
    public async Task Without_a_usable_image_no_empty_brackets_are_shown()
    {
        using var folder = new TestFolder();
        foreach (var part in new[] { "images", "labels" }) Directory.CreateDirectory(folder[part]);
        File.WriteAllText(folder["images/a.jpg"], "no image");
        File.WriteAllText(folder["labels/a.txt"], "0 0.5 0.5 0.2 0.2\n");
        File.WriteAllText(folder["data.yaml"], "path: .\ntrain: images\nval: images\nnames: [dog]\n");
        var output = new StringWriter();
        await CommandLine.Run(["data", "inspect", folder.Root, "--task", "detect"], new Terminal(output, TextWriter.Null));
        Assert.Contains("0 usable images", output.ToString());
        Assert.DoesNotContain("()", output.ToString());
    }
}
