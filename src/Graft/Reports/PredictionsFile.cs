using System.Globalization;
using CsvHelper;

namespace Graft.Reports;

/// <summary>One line of predictions.csv.</summary>
/// <param name="File">File name relative to the data set.</param>
/// <param name="Label">True class; null when unknown.</param>
/// <param name="Scores">One probability a class.</param>
internal sealed record PredictionRow(string File, string? Label, IReadOnlyList<float> Scores);

/// <summary>predictions.csv: file, label, predicted, score, then one column a class.</summary>
internal static class PredictionsFile
{
    /// <summary>Writes the table whole or not at all: UTF-8, RFC 4180 quoting, lines ending in a line feed.</summary>
    /// <exception cref="GraftException">A row has another number of scores than there are classes, or the file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> classes, IEnumerable<PredictionRow> rows) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(["file", "label", "predicted", "score", .. classes]);
        foreach (var row in rows)
        {
            if (row.Scores.Count != classes.Count)
                throw new GraftException($"'{row.File}' has {row.Scores.Count} scores.", $"One for each of the {classes.Count} classes was expected.");
            var best = 0;
            for (var c = 1; c < classes.Count; c++)
                if (row.Scores[c] > row.Scores[best]) best = c;
            csv.WriteRecord([row.File, row.Label ?? "", classes[best], Score(row.Scores[best]), .. row.Scores.Select(Score)]);
        }
    });

    private static string Score(float value) => value.ToString("0.000000", CultureInfo.InvariantCulture);
}
