using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Data;

namespace Graft;

/// <summary>A comparison as a page, a table and a document.</summary>
internal static class CompareFiles
{
    /// <summary>The page.</summary>
    public const string Page = "report.html";

    /// <summary>The leaderboard, a line a candidate.</summary>
    public const string Table = "leaderboard.csv";

    /// <summary>Everything, for programs.</summary>
    public const string Document = "compare.json";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> All { get; } = [Page, Table, Document];

    private static readonly string[] Columns =
    [
        "model", "strategy", "image_size", "image_fit", "metric", "value", "low", "high", "loss", "trials", "difference", "difference_low",
        "difference_high", "p", "training_seconds", "images_per_second", "file_bytes", "licence", "ended",
    ];

    /// <summary>Writes all three.</summary>
    /// <param name="folder">A folder that is there.</param>
    /// <param name="result">What was found.</param>
    public static void Write(string folder, CompareResult result)
    {
        AtomicFile.WriteText(Path.Combine(folder, Document), JsonSerializer.Serialize(result, Json.Options));
        AtomicFile.WriteText(Path.Combine(folder, Table), string.Concat(result.Rows.Select(row => CsvText.Line(Fields(row))).Prepend(CsvText.Line(Columns))));
        ComparePage.Write(Path.Combine(folder, Page), result);
    }

    /// <summary>What chose the network of a run; null where the user did.</summary>
    /// <param name="folder">The run's folder.</param>
    public static string? ChosenIn(RunFolder folder)
    {
        var path = Path.Combine(folder[RunFolder.Compared], Document);
        try
        {
            return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))?["chosen"]?.GetValue<string>() : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or IOException)
        {
            return null; // somebody's own file of that name
        }
    }

    private static IEnumerable<string> Fields(LeaderboardRow row) =>
    [
        row.Candidate.Model, row.Candidate.Strategy.ToString().ToLowerInvariant(), $"{row.Candidate.ImageSize}", row.Candidate.Fit?.Name() ?? "",
        row.Metric?.Key ?? "",
        Number(row.Metric?.Value), Number(row.Metric?.Interval?.Low), Number(row.Metric?.Interval?.High), Number(row.Loss), $"{row.Trials}",
        Number(row.Difference), Number(row.DifferenceInterval?.Low), Number(row.DifferenceInterval?.High), Number(row.P), Number(row.TrainingSeconds),
        Number(row.ImagesPerSecond), $"{row.FileBytes}", row.Licence ?? "", row.Ended ?? "",
    ];

    private static string Number(double? value) => value?.ToString("0.#####", CultureInfo.InvariantCulture) ?? "";
}
