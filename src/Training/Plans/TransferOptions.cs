using System.ComponentModel.DataAnnotations;

namespace Graft.Training;

/// <summary>What a transfer plan is made from.</summary>
public sealed record TransferOptions
{
    /// <summary>Passes over the training images, all phases together.</summary>
    [Range(1, 10_000)] public int Epochs { get; init; } = 10;

    /// <summary>Of these, how many train the head alone in the gradual strategy; null for a fifth, at least one.</summary>
    [Range(1, 10_000)] public int? HeadEpochs { get; init; }

    /// <summary>Highest rate of the last stage; null for the strategy's default with the optimizer.</summary>
    [Range(1e-8, 100.0)] public double? LearningRate { get; init; }

    /// <summary>Factor on the rate for each stage further from the head; null for the strategy's default (0.6, from scratch 1).</summary>
    [Range(0.01, 1.0)] public double? DecayPerStage { get; init; }

    /// <summary>Last frozen stage of the partial strategy; null for the one in the middle.</summary>
    public string? Freeze { get; init; }

    /// <summary>The optimizer the rates are for.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>The head already holds a solution (the probe's), so the gradual strategy begins with its second phase.</summary>
    public bool HeadIsSolved { get; init; }
}
