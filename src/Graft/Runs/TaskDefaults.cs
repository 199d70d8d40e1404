using Graft.Training;

namespace Graft;

/// <summary>
/// What a task trains with unless told otherwise: one row per task. Learning rates that a row does not name are those of the strategy
/// (<see cref="TransferPlan"/>).
/// </summary>
internal sealed record TaskDefaults
{
    private static readonly Strategy[] AllStrategies = Enum.GetValues<Strategy>();

    public required Strategy Strategy { get; init; }

    public required int Epochs { get; init; }

    public required int Batch { get; init; }

    public required double ClipNorm { get; init; }

    public required double Ema { get; init; }

    public bool ClassWeights { get; init; }

    /// <summary>Whether the stages up to a quarter of the image's size stay frozen under the partial strategy unless told otherwise.</summary>
    public bool FreezesEarlyStages { get; init; }

    /// <summary>Factor on the rate for each stage further from the head, from scratch excepted; null for the strategy's.</summary>
    public double? LayerDecay { get; init; }

    /// <summary>Highest rate of the head where it is not the strategy's own.</summary>
    public IReadOnlyDictionary<(Strategy, OptimizerKind), double> Rates { get; init; } = new Dictionary<(Strategy, OptimizerKind), double>();

    /// <summary>
    /// Few images, one answer each: a probe takes seconds, and training in steps was not shown to be above it on small sets (<c>bench default-strategy</c>).
    /// </summary>
    private static TaskDefaults Classification { get; } = new()
    {
        Strategy = Strategy.Probe,
        Epochs = 10,
        Batch = 16,
        ClipNorm = 5,
        Ema = 0,
    };

    /// <summary>
    /// Detectors want many small steps, composition and scale jitter, and an average of the weights;
    /// the early stages stay frozen, as torchvision's do.
    /// </summary>
    private static TaskDefaults Detection { get; } = new()
    {
        Strategy = Strategy.Partial,
        Epochs = 30,
        Batch = 4,
        ClipNorm = 10,
        Ema = 0.998,
        FreezesEarlyStages = true,
        LayerDecay = 0.4,
        Rates = new Dictionary<(Strategy, OptimizerKind), double>
        {
            [(Strategy.Full, OptimizerKind.AdamW)] = 1e-3,
            [(Strategy.Partial, OptimizerKind.AdamW)] = 1e-3,
        },
    };

    /// <summary>Every pixel teaches, so many small steps do more than a few large ones; all stages are trained, early ones at far lower rates.</summary>
    private static TaskDefaults Segmentation { get; } = new()
    {
        Strategy = Strategy.Full,
        Epochs = 15,
        Batch = 4,
        ClipNorm = 5,
        Ema = 0.997,
        ClassWeights = true,
        FreezesEarlyStages = true,
        LayerDecay = 0.3,
        Rates = AllStrategies.SelectMany(strategy => new[] { ((strategy, OptimizerKind.AdamW), 1e-3), ((strategy, OptimizerKind.Sgd), 2e-2) }).ToDictionary(),
    };

    /// <summary>Every batch has several images of each of its identities; all stages are trained, early ones at far lower rates.</summary>
    private static TaskDefaults Identities { get; } = new()
    {
        Strategy = Strategy.Full,
        Epochs = 15,
        Batch = 32,
        ClipNorm = 5,
        Ema = 0,
    };

    /// <summary>The row of a task.</summary>
    public static TaskDefaults Of(TaskKind kind) => kind switch
    {
        TaskKind.Classify => Classification,
        TaskKind.Detect or TaskKind.Instances => Detection,
        TaskKind.Segment => Segmentation,
        TaskKind.Identities => Identities,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such task."),
    };
}
