using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>What a training ends with, whatever was learned.</summary>
/// <typeparam name="TReport">
/// The task's metrics: <see cref="ClassificationReport"/>, <see cref="DetectionReport"/> or <see cref="SegmentationReport"/>.
/// </typeparam>
public sealed record TrainResult<TReport> : ITrainResult where TReport : EvaluationReport
{
    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Path of the model file, which <c>Open</c> takes.</summary>
    public string ModelPath => Folder.Model;

    /// <summary>Path of the file of 8 bits; null where none was asked for, or it lost too much and was not written.</summary>
    public string? Int8ModelPath => Int8?.Path;

    internal Int8Result? Int8 { get; init; }

    Int8Result? ITrainResult.Int8 => Int8;

    /// <summary>Path of the report: one HTML file that needs no network.</summary>
    public string ReportPath => Folder.Report;

    /// <summary>Metrics on the validation images, measured on the exported file. These images chose the epoch.</summary>
    public required TReport Validation { get; init; }

    /// <summary>Every metric of the headline split: the test images where there are some, otherwise the validation images.</summary>
    public IReadOnlyList<Metric> Metrics => (Test ?? Validation).Metrics;

    /// <summary>Metrics on the test images, which chose nothing; null where the data has no test split.</summary>
    public TReport? Test { get; init; }

    /// <summary>One entry per epoch; none for the probe.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>Time spent on fitting: features, probe and gradient steps, without examination, export and report.</summary>
    public required TimeSpan FitTime { get; init; }

    /// <summary>
    /// Largest difference between trainer and ONNX Runtime in the parity gate: of a score for classification and segmentation, of an edge in
    /// pixels for detection.
    /// </summary>
    public required double ParityDifference { get; init; }

    /// <summary>Largest difference of a mask's probability between them; null for tasks without instance masks.</summary>
    public double? MaskParityDifference { get; init; }

    /// <summary>Images that were added to those of the data to learn from, see <see cref="TrainRequest.Add"/>.</summary>
    public int Added { get; init; }

    /// <summary>
    /// Whether the file is better than the one that it is to replace (<see cref="TrainRequest.Against"/>): false where it is worse, each by more than chance;
    /// null where neither is shown, or none was named.
    /// </summary>
    public bool? IsBetter => Compared?.Verdict switch { ComparisonVerdict.Better => true, ComparisonVerdict.Worse => false, _ => null };

    /// <summary>The main metric less that of the file that is to be replaced, with its interval; null where none was named.</summary>
    public Metric? Difference => Compared?.Main;

    /// <summary>The answer of the comparison and its reasons, in sentences; null where none was named.</summary>
    public string? Comparison => Compared is { } compared ? string.Join(' ', compared.Notes.Select(note => $"Note: {note}.").Prepend(compared.Summary)) : null;

    internal ModelComparison? Compared { get; init; }

    ModelComparison? ITrainResult.Comparison => Compared;

    internal RunReport Report { get; init; } = null!;

    /// <summary>Images that the parity gate passed over, with the reason.</summary>
    public IReadOnlyList<string> ParityRejections { get; init; } = [];

    RunReport ITrainResult.Report => Report;

    object ITrainResult.Validation => Validation;

    object? ITrainResult.Test => Test;
}
