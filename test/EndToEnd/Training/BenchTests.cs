using System.Text.Json;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public class BenchTests
{
    [Fact]
    public async Task Files_of_a_network_are_measured_in_turns_with_and_without_decoding()
    {
        using var folder = new TestFolder();
        await Run("export", "efficientnet_lite0", "--imgsz", "64", "--out", folder["a b.onnx"]);
        await Run("export", "efficientnet_lite0", "--imgsz", "64", "--precision", "fp16", "--out", folder["half.onnx"]);
        foreach (string[] images in new[] { [], new[] { "--images", Repository.At("samples", "photos", "fish") } })
        {
            using var document = JsonDocument.Parse(await Run(["bench", folder["a b.onnx"], folder["half.onnx"], "--seconds", "0.2", "--json", .. images]));
            var files = document.RootElement.GetProperty("files").EnumerateArray().ToList();
            Assert.Equal(["fp32", "fp16"], files.Select(file => file.GetProperty("precision").GetString()));
            Assert.All(files, file => Assert.True(file.GetProperty("imagesPerSecond").GetDouble() > 0));
            Assert.All(files, file => Assert.True(file.GetProperty("medianSeconds").GetDouble() <= file.GetProperty("p95Seconds").GetDouble()));
            Assert.Equal(images.Length > 0, document.RootElement.GetProperty("images").GetInt32() > 0);
        }
        Assert.Contains("without decoding", await Run("bench", folder["half.onnx"], "--seconds", "0.1"));
    }

    private static async Task<string> Run(params string[] line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(await CommandLine.Run(line, new Terminal(output, error)) == 0, error.ToString());
        return line.Contains("--json") ? output.ToString() : $"{output}{error}";
    }
}
