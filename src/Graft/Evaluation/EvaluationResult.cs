using Graft.Artifacts;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What a model file is worth on labelled images, whatever its task.</summary>
public sealed record EvaluationResult
{
    internal EvaluationResult(Evaluated evaluated) => (Split, Known, Others) = (evaluated.Split, evaluated.Known, evaluated.Others);

    /// <summary>Every metric, the main one first.</summary>
    public IReadOnlyList<Metric> Metrics => Report.Metrics;

    /// <summary>
    /// The task's report with curves, confusion and classes: a <see cref="ClassificationReport"/>, <see cref="DetectionReport"/> or
    /// <see cref="SegmentationReport"/>.
    /// </summary>
    public EvaluationReport Report => Split.Report;

    /// <summary>How many of the measured images the network was trained on, by their contents; null where the file does not say.</summary>
    public int? TrainedOn => Known?.Trained;

    /// <summary>How many others chose its weights, as validation images do; null where the file does not say.</summary>
    public int? ChosenOn => Known?.Chose;

    /// <summary>The report without those images; null where there are none, or no others.</summary>
    public EvaluationReport? Unseen => Others?.Report;

    /// <summary>What the file says of itself.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>What the examination of the data found: images left out, with the reason, and what limits the metrics.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>The model file that was measured.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The report as a page; null where no folder was given for it.</summary>
    public string? ReportPath { get; init; }

    internal SplitReport Split { get; }

    internal KnownImages? Known { get; }

    internal SplitReport? Others { get; }

    /// <summary>The metrics as a plain table, one a line.</summary>
    public override string ToString()
    {
        var text = Known?.Warning is { } warning ? $"{Split.Split} ({warning}): {Report}" : $"{Split.Split}: {Report}";
        return Others is null ? text : $"{text}{Others.Split}: {Others.Report}";
    }
}
