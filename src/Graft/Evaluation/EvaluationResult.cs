using Graft.Artifacts;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What a model file is worth on labelled images, whatever its task.</summary>
public sealed record EvaluationResult
{
    internal EvaluationResult(SplitReport split) => Split = split;

    /// <summary>Every metric, the main one first.</summary>
    public IReadOnlyList<Metric> Metrics => Report.Metrics;

    /// <summary>
    /// The task's report with curves, confusion and classes: a <see cref="ClassificationReport"/>, <see cref="DetectionReport"/> or
    /// <see cref="SegmentationReport"/>.
    /// </summary>
    public EvaluationReport Report => Split.Report;

    /// <summary>What the file says of itself.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>What the examination of the data found: images left out, with the reason, and what limits the metrics.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>The model file that was measured.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The report as a page; null where no folder was given for it.</summary>
    public string? ReportPath { get; init; }

    internal SplitReport Split { get; }

    /// <summary>The metrics as a plain table, one a line.</summary>
    public override string ToString() => $"{Split.Split}: {Report}";
}
