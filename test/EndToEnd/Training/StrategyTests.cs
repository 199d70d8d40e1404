using System.Text.Json;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public class StrategyTests
{
    [Theory]
    [InlineData("head")]
    [InlineData("partial --freeze stage4")]
    [InlineData("full")]
    public async Task Every_strategy_learns_the_bundled_photos_within_a_few_epochs(string strategy)
    {
        using var folder = new TestFolder();
        var line = $"train {Repository.At("samples", "photos")} --strategy {strategy} --epochs 3 --imgsz 160 --project {folder.Root} --name run";
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(await CommandLine.Run(line.Split(' '), new Terminal(output, error)) == 0, error.ToString());
        using var metrics = JsonDocument.Parse(File.ReadAllText(folder["run/metrics.json"]));
        var accuracy = metrics.RootElement.GetProperty("validation").GetProperty("accuracy").GetDouble();
        Assert.True(accuracy > 0.7, $"{strategy}: {accuracy}\n{output}");
    }
}
