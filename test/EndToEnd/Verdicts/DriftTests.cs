using System.Text.Json;
using Graft.Cli;
using Graft.Imaging;

namespace Graft.EndToEnd.Tests;

/// <summary><c>graft drift</c> for each task: 0 for images that are like the reference, 1 for others, 2 where nothing can be said.</summary>
public sealed class DriftTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_task_tells_dark_photos_from_others_by_a_folder_of_reference()
    {
        TinyModels.WriteAll(_folder.Root);
        var photos = Directory.GetFiles(Repository.At("samples", "photos"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        foreach (var (at, photo) in photos.Index())
        {
            if (at % 4 == 0) Copy(photo, _folder[$"old/{at:000}.jpg"]);
            if (at % 4 == 1) Copy(photo, _folder[$"new/{at:000}.jpg"]);
            if (at % 4 == 2) Darken(photo, _folder[$"dark/{at:000}.png"]);
        }
        foreach (var task in TinyModels.Tasks)
        {
            var model = _folder[$"{task}.onnx"];
            var refused = await Run("drift", model, _folder["new"]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("--reference", refused.Error);

            var like = await Run("drift", model, _folder["new"], "--reference", _folder["old"], "--false-alarms", "0.05");
            Assert.True(like.ExitCode == 0, $"{task}: {like.Output}{like.Error}");
            Assert.StartsWith("like the ", like.Output);

            var unlike = await Run("drift", model, _folder["dark"], "--reference", _folder["old"], "--false-alarms", "0.05", "--json");
            Assert.Equal(1, unlike.ExitCode);
            using var document = JsonDocument.Parse(unlike.Output);
            Assert.Equal("unlike", document.RootElement.GetProperty("verdict").GetString());
            var tests = document.RootElement.GetProperty("tests").EnumerateArray().ToList();
            Assert.Equal(9, tests.Count);
            Assert.Contains(tests, test => test.GetProperty("subject").GetString() == "brightness" && test.GetProperty("isUnlike").GetBoolean());
            Assert.Equal(task == "classify", document.RootElement.TryGetProperty("classShares", out _));
        }
        var few = await Run("drift", _folder["classify.onnx"], photos[0], photos[1], "--reference", _folder["old"]);
        Assert.Equal(2, few.ExitCode);
        Assert.StartsWith("too few to judge: 2 different images", few.Output);
    }

    private static async Task<Outcome> Run(params string[] arguments)
    {
        var (output, messages) = (new StringWriter(), new StringWriter());
        var exitCode = await CommandLine.Run(arguments, new Graft.Cli.Terminal(output, messages));
        return new Outcome(exitCode, output.ToString(), messages.ToString());
    }

    private static void Copy(string photo, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(photo, path);
    }

    private static void Darken(string photo, string path)
    {
        var image = ImageFile.Decode(photo);
        for (var at = 0; at < image.Pixels.Length; at++) image.Pixels[at] = (byte)(image.Pixels[at] * 0.35);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, ImageEncoder.EncodePng(image));
    }
}
