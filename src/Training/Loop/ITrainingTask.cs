using TorchSharp;

namespace Graft.Training;

/// <summary>
/// What is learnt: how targets and outputs become a loss, and how outputs on validation images become metrics. Everything else
/// of a training (phases, optimizers, averages, checkpoints) knows nothing of it. Called on the training thread, inside a dispose scope.
/// </summary>
internal interface ITrainingTask
{
    /// <summary>The metrics that <see cref="TrainingOptions.Monitor"/> may name, the default first; <c>loss</c> is always another. More is better.</summary>
    IReadOnlyList<string> Metrics { get; }

    /// <summary>Whether the network's first output has a channel per class.</summary>
    bool AnswersPerClass => true;

    /// <summary>
    /// Whether the loss needs more of a whole batch than a mean over images: on each of several ranks it is that rank's part of the loss of all, whose sum
    /// that is, and it takes one exchange, <see cref="RankExchange.OfBatch"/>, in every batch.
    /// </summary>
    bool IsPartOfWhole => false;

    /// <summary>What of a job does not fit this task; empty when it does.</summary>
    IEnumerable<Problem> Examine(TrainingJob job);

    /// <summary>
    /// Takes in a batch before the forward pass, and may change its images (mixing). What it answers turns the network's outputs into
    /// the loss: a scalar with a gradient, the mean over the batch. Where that is not a mean over images, it sets <see cref="Batch.Weight"/>.
    /// </summary>
    Func<TorchOutput, torch.Tensor> Prepare(TrainingJob job, Batch batch);

    /// <summary>A new, empty account of a pass over the validation images.</summary>
    IMetricAccumulator Accumulator(TrainingJob job);
}
