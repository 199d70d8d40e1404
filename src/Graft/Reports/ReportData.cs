using Graft.Artifacts;
using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Everything a report shows; parts that are null or empty are left out of it.</summary>
public sealed record ReportData
{
    /// <summary>Name of the run.</summary>
    public required string RunName { get; init; }

    /// <summary>Name of the network in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>probe, head, partial, full, gradual or scratch.</summary>
    public required string Strategy { get; init; }

    /// <summary>The command line that repeats the run.</summary>
    public string? Command { get; init; }

    /// <summary>When the run began; printed with its offset.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The images.</summary>
    public DatasetSummary? Dataset { get; init; }

    /// <summary>What was loaded, re-initialised and frozen, stage by stage.</summary>
    public IReadOnlyList<TransferRow> Transfer { get; init; } = [];

    /// <summary>One entry an epoch, in order.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];

    /// <summary>Metrics on the validation images.</summary>
    public ClassificationReport? Validation { get; init; }

    /// <summary>Metrics on the test images; shown before the validation's.</summary>
    public ClassificationReport? Test { get; init; }

    /// <summary>The temperature that was fitted on the validation images.</summary>
    public TemperatureFit? Calibration { get; init; }

    /// <summary>The same data with another way of training.</summary>
    public BaselineComparison? Baseline { get; init; }

    /// <summary>The worst mistakes, worst first.</summary>
    internal IReadOnlyList<SampleImage> Mistakes { get; init; } = [];

    /// <summary>Some images that were classified correctly.</summary>
    internal IReadOnlyList<SampleImage> Successes { get; init; } = [];

    /// <summary>Where the pretrained weights came from.</summary>
    public WeightsOrigin? Origin { get; init; }

    /// <summary>The model file.</summary>
    public ArtifactSummary? Artifact { get; init; }

    /// <summary>Versions, processor, precision, seed: name and value, in the order shown.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];
}
