using System.Text.Json;
using Graft.Cli;
using Graft.Imaging;

namespace Graft.EndToEnd.Tests;

public sealed class ExplainTests : IDisposable
{
    private static readonly string Hammer = Repository.At("samples", "photos", "tool", "hammer1.jpg");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<TaskKind> Kinds => [.. Enum.GetValues<TaskKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_task_is_explained_or_says_why_not(TaskKind kind)
    {
        var row = TaskView.Of(kind);
        Assert.NotEqual(row.Explaining is null, row.NotExplained is null);
    }

    [Fact]
    public async Task What_an_answer_rests_on_is_drawn_beside_the_image_and_told_as_JSON()
    {
        var model = await Model();
        var (code, output, error) = await Explain(model, Hammer, "--project", _folder["runs"], "--json");
        Assert.True(code == 0, error);
        var image = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("images").EnumerateArray().ToList());
        Assert.Equal(_folder["runs/explain/hammer1.jpg"], image.GetProperty("file").GetString());
        var map = Assert.Single(image.GetProperty("explanations").EnumerateArray().ToList());
        Assert.Equal("hammer", map.GetProperty("class").GetString());
        Assert.True(map.GetProperty("exact").GetBoolean());
        Assert.Equal(49, map.GetProperty("values").GetArrayLength());
        var (photo, sheet) = (ImageFile.Decode(Hammer), ImageFile.Decode(_folder["runs/explain/hammer1.jpg"]));
        Assert.True(sheet.Width > 2 * Math.Min(640, photo.Width));
        Assert.Contains("saved in", error);
    }

    [Fact]
    public async Task One_image_can_have_its_file_chosen_which_is_replaced_and_no_photo()
    {
        var model = await Model();
        for (var times = 0; times < 2; times++)
        {
            var (code, output, error) = await Explain(model, Hammer, "--class", "tench", "--out", _folder["why.jpg"]);
            Assert.True(code == 0, error);
            Assert.Contains("tench", output);
        }
        File.Copy(Hammer, _folder["photo.jpg"]);
        await Refused("is not a map that was drawn on an image, and would be lost", model, Hammer, "--out", _folder["photo.jpg"]);
        await Refused("would be overwritten", model, _folder["photo.jpg"], "--out", _folder["photo.jpg"]);
        await Refused("there are 2 images", model, Hammer, _folder["photo.jpg"], "--out", _folder["why.jpg"]);
        await Refused("--out must end in .jpg", model, Hammer, "--out", _folder["why.png"]);
        await Refused("Did you mean 'tench'?", model, Hammer, "--class", "tensch", "--out", _folder["why.jpg"]);
        await Refused("--conf and --max-det are for detectors", model, Hammer, "--conf", "0.5", "--max-det", "2");
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public async Task An_image_that_cannot_be_read_does_not_stop_the_others()
    {
        var model = await Model();
        File.WriteAllText(_folder["bad.jpg"], "no image");
        var (code, output, error) = await Explain(model, _folder["bad.jpg"], Hammer, "--project", _folder["runs"]);
        Assert.Equal(2, code);
        Assert.Contains("bad.jpg", error);
        Assert.Contains("hammer1.jpg", output);
        Assert.True(File.Exists(_folder["runs/explain/hammer1.jpg"]));
    }

    private async Task<string> Model()
    {
        var model = _folder["lite0.onnx"];
        Assert.Equal(0, await CommandLine.Run(["export", "efficientnet_lite0", "--out", model], new Terminal(TextWriter.Null, TextWriter.Null)));
        return model;
    }

    private static async Task<(int Code, string Output, string Error)> Explain(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(["explain", .. words], new Terminal(output, error));
        return (code, output.ToString(), error.ToString());
    }

    private static async Task Refused(string message, params string[] words)
    {
        var (code, output, error) = await Explain(words);
        Assert.Equal(2, code);
        Assert.Contains(message, error);
        Assert.Empty(output);
    }
}
