namespace Graft.Training;

/// <summary>A finished epoch.</summary>
/// <param name="Phase">Index of the phase, from 0.</param>
/// <param name="Epoch">Epoch counted through all phases, from 1.</param>
/// <param name="TrainLoss">Mean loss over the epoch's images, as optimised (smoothed, mixed, weighted).</param>
/// <param name="Validation">On the validation images; null without any.</param>
/// <param name="LearningRate">Rate of the last stage in the last step.</param>
/// <param name="Seconds">Duration, validation included.</param>
public sealed record EpochResult(int Phase, int Epoch, double TrainLoss, ValidationMetrics? Validation, double LearningRate, double Seconds)
{
    /// <summary>Whether these weights are the best so far.</summary>
    public bool IsBest { get; init; }
}
