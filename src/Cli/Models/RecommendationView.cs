using System.Globalization;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>Networks ranked for a data set.</summary>
internal static class RecommendationView
{
    public static void Show(Recommendation answer, string data, IAnsiConsole console)
    {
        console.WriteLine($"{answer.Images} of {answer.Available} images of {answer.Classes.Count} classes; nothing was trained.");
        var table = Terminal.Table("network", "LogME", "probe", "parameters", "multiply-adds", "here", "features once", "full epoch", "memory, predict", "memory, train");
        foreach (var row in answer.Rows)
            table.AddRow(new[]
            {
                row.Name, row.LogMe.ToString("0.000", CultureInfo.InvariantCulture), Quantities.Percent(100 * row.ProbeAccuracy), Quantities.Millions(row.Cost.Parameters),
                Quantities.Billions(row.Cost.MultiplyAdds), Quantities.Rate(row.Cost.ImagesPerSecond), Duration.Of(row.Cost.FeatureSeconds),
                Duration.Of(row.Cost.EpochSeconds), Quantities.Megabytes(row.Cost.PredictionBytes), Quantities.Megabytes(row.Cost.TrainingBytes),
            }.Select(cell => new Text(cell)));
        console.Write(table);
        console.WriteLine($"Ranked by {Recommendation.Method}; higher is better.");
        console.WriteLine($"probe: {Recommendation.ProbeMethod}.");
        console.WriteLine("here: images per second from file to features, measured on the sample. The columns after it are estimates: an epoch of full training is taken as five forward passes an image, memory from parameters and activations (batch of 16, AdamW).");
        if (answer.NotOnDisk.Count > 0)
            console.WriteLine($"Not on disk, so not looked at: {string.Join(", ", answer.NotOnDisk)}. `graft models pull NAME` brings one here.");
        console.WriteLine($"Next: graft train {data} --model {answer.Rows[0].Name}");
    }
}
