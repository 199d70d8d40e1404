using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What a classifier answers where it may abstain, as tables.</summary>
internal static class AbstentionView
{
    private static readonly double[] Shares = [0.5, 0.7, 0.8, 0.9, 0.95, 1];

    /// <summary>How many answers are wrong among the surest, and what <c>--abstain</c> does with the images; nothing for other tasks.</summary>
    public static void Show(EvaluationReport measured, IAnsiConsole console)
    {
        if (measured is not ClassificationReport { RiskCoverage: { Count: > 0 } curve } report) return;
        var level = FormattableString.Invariant($"{curve[0].Interval.Level * 100:0.#} % interval");
        var table = Terminal.Table("the surest", "from score", "wrong", "of all", level);
        foreach (var point in Shares.Select(share => curve.First(point => point.Coverage >= share - 1e-9)).Distinct())
            table.AddRow(Cells(Share(point.Coverage), Score(point.Confidence), $"{point.Wrong} of {point.Answered}", Share(point.Risk), Range(point.Interval)));
        console.Write(table);
        if (report.Abstention is not { } rows) return;
        var decisions = Terminal.Table("--abstain", "from score", "answered", "wrong", level, "unsure", "unlike");
        foreach (var row in rows)
            decisions.AddRow(row.Refusal is not null
                ? Cells(Rate(row), "cannot be kept", "", "", "", "", "")
                : Cells(Rate(row), Score(row.Confidence ?? 0), $"{row.Answered}", $"{row.Wrong}", row.Interval is null ? "" : Range(row.Interval),
                    $"{row.Unsure}", $"{row.Unlike}"));
        console.Write(decisions);
        if (rows.Select(row => row.Refusal).OfType<string>().LastOrDefault() is { } refusal) console.WriteLine($"note: {refusal}");
        if (report.AbstentionNote is { } note) console.WriteLine($"note: {note}");
    }

    private static string Rate(AbstentionRow row) => FormattableString.Invariant($"{row.Rate:0.###}");

    private static string Score(double score) => FormattableString.Invariant($"{score:0.0000}");

    private static string Range(ConfidenceInterval interval) => $"{Share(interval.Low)} to {Share(interval.High)}";

    private static string Share(double? value) => MetricText.Of(value, MetricFormat.Percent);

    private static Text[] Cells(params string[] cells) => [.. cells.Select(cell => new Text(cell))];
}
