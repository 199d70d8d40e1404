using System.Globalization;

namespace Graft.Reports;

/// <summary>
/// Everything a report shows, of a run or of an evaluation; parts that are null or empty are left out of it.
/// <see cref="ReportPage"/> renders it, <see cref="ReportWriter"/> writes all files of a run from it.
/// </summary>
internal sealed record RunReport
{
    /// <summary>Heading: the name of the run.</summary>
    public required string Title { get; init; }

    /// <summary>What stands below the heading.</summary>
    public IReadOnlyList<string> Subtitle { get; init; } = [];

    /// <summary>The command line that made it.</summary>
    public string? Command { get; init; }

    /// <summary>
    /// What the model was measured on, the test split before the validation split, and images that it does not know before all: the first one gives the
    /// headline.
    /// </summary>
    public IReadOnlyList<SplitReport> Splits { get; init; } = [];

    /// <summary>What the validation images chose.</summary>
    public Selection? Selection { get; init; }

    /// <summary>The new file beside the one that it is to replace.</summary>
    public ModelComparison? Comparison { get; init; }

    /// <summary>The same data with another way of training.</summary>
    public BaselineComparison? Baseline { get; init; }

    /// <summary>One entry an epoch, in order.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];

    /// <summary>What was loaded, re-initialised and frozen, stage by stage.</summary>
    public IReadOnlyList<TransferRow> Transfer { get; init; } = [];

    /// <summary>The images.</summary>
    public DatasetSummary? Dataset { get; init; }

    /// <summary>Names and values at the end of the page.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The split of that name; null where it was not measured.</summary>
    public SplitReport? this[string split] => Splits.FirstOrDefault(report => report.Split == split);

    /// <summary>What the network of an evaluation knows of the last split; null in the report of a run.</summary>
    public KnownImages? Known { get; init; }

    /// <summary>
    /// What must be said beside the metrics of a split: that its images were trained on, or chose what was measured; null where they chose nothing.
    /// </summary>
    public string? WarningOf(SplitReport split) =>
        Known is not null && split == Splits[^1] ? Known.Warning : split.Split == ReportSplits.Validation ? Selection?.Warning : null;

    /// <summary>The report of a run.</summary>
    /// <param name="facts">The run.</param>
    /// <param name="splits">Its splits, in any order.</param>
    /// <param name="history">Its epochs.</param>
    /// <param name="dataset">Its images.</param>
    public static RunReport Of(RunFacts facts, IEnumerable<SplitReport?> splits, IReadOnlyList<EpochRecord> history, DatasetSummary? dataset) => new()
    {
        Title = facts.Name,
        Subtitle =
        [
            facts.Model,
            $"strategy {facts.Strategy}",
            facts.Started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture),
            $"trained for {Numbers.Duration(facts.FitTime)}",
        ],
        Command = facts.Command,
        Splits = [.. splits.OfType<SplitReport>().OrderBy(split => split.Split == ReportSplits.Test ? 0 : 1)],
        Selection = facts.Selection,
        Comparison = facts.Comparison,
        History = history,
        Transfer = facts.Transfer,
        Dataset = dataset,
        Facts = facts.List(),
    };
}

/// <summary>Names of the splits that a run measures.</summary>
internal static class ReportSplits
{
    public const string Validation = "validation", Test = "test";
}
