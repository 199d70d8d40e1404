using System.ComponentModel.DataAnnotations;
using Graft.Data;

namespace Graft.Training;

/// <summary>How to train; what is trained, and at what rates, is in the phases.</summary>
public sealed record TrainingOptions
{
    /// <summary>Every random choice comes from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Images per batch.</summary>
    [Range(1, 65_536)] public int BatchSize { get; init; } = 16;

    /// <summary>Batches per optimizer step.</summary>
    [Range(1, 4_096)] public int AccumulateBatches { get; init; } = 1;

    /// <summary>The optimizer and its constants.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>Epochs (also parts of one) of every phase until the full rate, at most half the phase.</summary>
    [Range(0.0, 10_000.0)] public double WarmupEpochs { get; init; } = 0.5;

    /// <summary>How the rate falls after the warm-up.</summary>
    public RateDecay RateDecay { get; init; }

    /// <summary>Share of the target that goes to all classes alike (Szegedy et al., arXiv:1512.00567).</summary>
    [Range(0.0, 0.9)] public double LabelSmoothing { get; init; }

    /// <summary>Weight of each class in the loss, in class order; null for equal weights.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Mixup and cutmix; applied only where images, not kept features, are trained on.</summary>
    public MixingOptions Mixing { get; init; } = new();

    /// <summary>Memory of the moving average of the weights, which is then validated and kept; 0 for none, 0.999 usual.</summary>
    [Range(0.0, 0.99999)] public double AverageDecay { get; init; }

    /// <summary>Longest gradient, all parameters together; 0 for no limit.</summary>
    [Range(0.0, 1e6)] public double ClipNorm { get; init; } = 5;

    /// <summary>Weight of the auxiliary classifier's loss (InceptionV3: 0.4).</summary>
    [Range(0.0, 10.0)] public double AuxiliaryWeight { get; init; } = 0.4;

    /// <summary>The metric that decides which weights are best: one of <see cref="ITrainingTask.Metrics"/> (for classification accuracy or balanced_accuracy), or loss; null for the task's default.</summary>
    public string? Monitor { get; init; }

    /// <summary>A phase ends after this many epochs without a better metric; 0 for never.</summary>
    [Range(0, 10_000)] public int Patience { get; init; }

    /// <summary>Batch norms of trained stages.</summary>
    public NormStatistics NormStatistics { get; init; }

    /// <summary>Type of the feature maps; null for what is fast on this machine and safe.</summary>
    public Precision? Precision { get; init; }

    /// <summary>Layout of the feature maps; null for what is faster on this machine.</summary>
    public MemoryLayout? Layout { get; init; }

    /// <summary>Threads that load images; 0 for one per processor.</summary>
    [Range(0, 1_024)] public int Workers { get; init; }

    /// <summary>Memory for the outputs of a frozen prefix, in bytes; what does not fit is read from the store or computed again.</summary>
    [Range(0L, long.MaxValue)] public long FeatureMemory { get; init; } = 1L << 30;
}
