using System.Globalization;
using Graft.Artifacts;
using Graft.Data;
using Graft.Networks;

namespace Graft.Reports;

/// <summary>A fact about a run: a name, and one line or several.</summary>
internal sealed record Fact(string Name, IReadOnlyList<string> Lines)
{
    public Fact(string name, string line) : this(name, [line]) { }
}

/// <summary>
/// What a reader needs to judge and to repeat a run. Every task fills all of it, so every report has the same list: <see cref="List"/>.
/// <see cref="RunEnvironment.FactsOf"/> fills what a request tells.
/// </summary>
internal sealed record RunFacts
{
    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the network in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>probe, head, partial, full, gradual or scratch.</summary>
    public required string Strategy { get; init; }

    /// <summary>Folder or file of the data set, as the user gave it.</summary>
    public required string Data { get; init; }

    /// <summary>What was added to the images to learn from; null where nothing was to be.</summary>
    public string? Added { get; init; }

    /// <summary>When the run began; printed with its offset.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Time to fit, without examination, export and report.</summary>
    public TimeSpan FitTime { get; init; }

    /// <summary>The command line of the process.</summary>
    public string Command { get; init; } = RunEnvironment.Command;

    /// <summary>Whether optimizer steps were taken; the probe takes none.</summary>
    public bool HasSteps { get; init; } = true;

    /// <summary>Epochs that were asked for.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epochs that were done, those before a resume included.</summary>
    public int EpochsDone { get; init; }

    /// <summary>Images per batch.</summary>
    public required int Batch { get; init; }

    /// <summary>Batches per step.</summary>
    public required int Accumulate { get; init; }

    /// <summary>The optimizer with what belongs to it: weight decay, warm-up, limit of the gradient, average.</summary>
    public required string Optimizer { get; init; }

    /// <summary>fp32 or bf16.</summary>
    public required string Precision { get; init; }

    /// <summary>The preset, or a description.</summary>
    public required string Augmentation { get; init; }

    /// <summary>Decides every random choice.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What was loaded, re-initialised and frozen, stage by stage, with the learning rates.</summary>
    public IReadOnlyList<TransferRow> Transfer { get; init; } = [];

    /// <summary>What the validation images chose; null where nothing was chosen on them.</summary>
    public Selection? Selection { get; init; }

    /// <summary>The new file beside the one that it is to replace; null where none was named.</summary>
    public ModelComparison? Comparison { get; init; }

    /// <summary>Where the pretrained weights came from; null from scratch.</summary>
    public WeightsOrigin? Origin { get; init; }

    /// <summary>The model file.</summary>
    public ArtifactSummary? Artifact { get; init; }

    /// <summary>What happened on the way: "stopped early".</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All of it, in the order shown: the same names for every task and strategy.</summary>
    public IReadOnlyList<Fact> List() =>
    [
        new("Command", Command),
        new("Data", Added is null ? [Data] : [Data, Added]),
        new("Machine", RunEnvironment.Machine),
        new("System", RunEnvironment.Platform),
        new("Engine", RunEnvironment.Engine),
        new("Graft", RunEnvironment.Version),
        new("Strategy", Strategy),
        new("Precision", Precision),
        new("Epochs", Steps($"{EpochsDone} of {Epochs}")),
        new("Batch", Steps(Accumulate > 1 ? $"{Batch} images, {Accumulate} batches a step" : $"{Batch} images")),
        new("Learning rates", Steps(Rates())),
        new("Optimizer", Steps(Optimizer)),
        new("Augmentation", Steps(Augmentation)),
        new("Seed", Seed.ToString(CultureInfo.InvariantCulture)),
        new("Epoch chosen by", Selection?.ToString() ?? (HasSteps ? "nothing: the last weights were kept" : $"nothing: {WithoutSteps}")),
        new("Time to fit", Numbers.Duration(FitTime)),
        .. WeightFacts.Of(Origin),
        .. ArtifactSummary.Facts(Artifact),
        new("Notes", Notes.Count > 0 ? Notes : ["none"]),
    ];

    private string Steps(string value) => HasSteps ? value : WithoutSteps;

    private string WithoutSteps => $"the {(Strategy == "adapt" ? "discriminant" : "probe")} takes no steps";

    private string Rates()
    {
        var trained = Transfer.Where(row => row.LearningRate is not null).ToList();
        if (trained.Count == 0) return "–";
        var (highest, lowest) = (trained.MaxBy(row => row.LearningRate)!, trained.MinBy(row => row.LearningRate)!);
        return highest.LearningRate == lowest.LearningRate
            ? $"{Numbers.Rate(highest.LearningRate)}"
            : $"from {Numbers.Rate(highest.LearningRate)} ({highest.Stage}) down to {Numbers.Rate(lowest.LearningRate)} ({lowest.Stage})";
    }
}

/// <summary>What the validation images chose before they were measured: their metrics are optimistic by it.</summary>
/// <param name="Metric">The watched metric, as people read it.</param>
/// <param name="Epoch">The epoch whose weights were kept; null where no epoch was chosen.</param>
/// <param name="Epochs">Epochs that were done.</param>
/// <param name="Chose">What was chosen: "the epoch", "the temperature".</param>
internal sealed record Selection(string Metric, int? Epoch, int Epochs, IReadOnlyList<string> Chose)
{
    /// <summary>By how much the accuracy is too high, as far as can be estimated; null where it cannot be.</summary>
    public double? Optimism { get; init; }

    /// <summary>What stands beside metrics that were measured on the images which chose.</summary>
    public string Warning => $"chosen on these images: {Words.And(Chose)}, so the metrics are optimistic{Amount}; those of a test split would not be";

    private string Amount => Optimism is { } share ? FormattableString.Invariant($", accuracy by about {share * 100:0.0} percentage points") : "";

    /// <summary>As in "accuracy on the validation images: epoch 7 of 10".</summary>
    public override string ToString() => Epoch is { } epoch
        ? $"{Metric} on the validation images: epoch {epoch} of {Epochs}"
        : $"no epoch: the validation images chose {Words.And(Chose)}";
}

/// <summary>The facts on pretrained weights.</summary>
internal static class WeightFacts
{
    /// <summary>Lineage, licences and hashes, the newest weights first.</summary>
    public static IReadOnlyList<Fact> Of(WeightsOrigin? origin)
    {
        var lineage = origin?.Lineage() ?? [];
        return
        [
            new("Pretrained weights", Lines(lineage, weights => $"{weights.Name}, from {weights.Source}", "none: trained from scratch")),
            new("Their licence", Lines(lineage, weights => LicenceTerms.Describe(weights.Licence), "–")),
            new("Their SHA-256", Lines(lineage, weights => weights.Sha256, "–")),
        ];
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<WeightsOrigin> lineage, Func<WeightsOrigin, string> line, string none) =>
        lineage.Count > 0 ? [.. lineage.Select(line).Distinct()] : [none];
}
