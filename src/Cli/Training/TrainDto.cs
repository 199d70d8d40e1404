using Graft.Reports;

namespace Graft.Cli;

/// <summary>The answer of <c>graft train</c> under <c>--json</c>, whatever was learned.</summary>
internal sealed record TrainDto(string Task, string Run, string Model, string Report, double FitSeconds, double ParityDifference)
{
    public required object Validation { get; init; }

    /// <summary>Null where there is no test split.</summary>
    public object? Test { get; init; }

    /// <summary>Images that were added to those of the data to learn from.</summary>
    public int Added { get; init; }

    /// <summary>The file beside the one that it is to replace; absent where none was named.</summary>
    public ModelComparison? Against { get; init; }

    /// <summary>The file of 8 bits; absent where none was asked for, or it lost too much.</summary>
    public Int8ExportFacts? Int8 { get; init; }

    /// <summary>Which of them to quote, and what of it is optimistic.</summary>
    public required HeadlineDto Headline { get; init; }

    public static TrainDto Of(TaskKind task, ITrainResult result) =>
        new(task.Name(), result.Folder.FullPath, result.Folder.Model, result.Folder.Report, result.FitTime.TotalSeconds, result.ParityDifference)
        {
            Validation = result.Validation,
            Test = result.Test,
            Added = result.Added,
            Against = result.Comparison,
            Int8 = result.Int8 is { } int8 ? new(int8) : null,
            Headline = HeadlineDto.Of(result.Report),
        };
}

/// <summary>The split whose metrics are the result: the test's where there is one.</summary>
/// <param name="Split">Its name.</param>
/// <param name="Metric">The main metric's key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Chose">What the images chose before they were measured; empty for images that chose nothing.</param>
internal sealed record HeadlineDto(string Split, string Metric, double? Value, IReadOnlyList<string> Chose)
{
    /// <summary>What must be said beside it; absent where the images chose nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>By how much its accuracy is too high, as far as can be estimated.</summary>
    public double? Optimism { get; init; }

    public static HeadlineDto Of(RunReport report)
    {
        var split = report.Splits[0];
        var warning = report.WarningOf(split);
        var main = split.Report.Metrics[0];
        var chose = warning is null ? null : report.Selection;
        return new(split.Split, main.Key, main.Value, chose?.Chose ?? []) { Warning = warning, Optimism = chose?.Optimism };
    }
}
