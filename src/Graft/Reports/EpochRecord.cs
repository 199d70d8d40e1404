namespace Graft.Reports;

/// <summary>One epoch of training.</summary>
/// <param name="Epoch">Counted from 1 over all phases.</param>
/// <param name="Phase">Name of the phase, such as "head" or "all".</param>
/// <param name="TrainingLoss">Mean loss over the epoch's batches.</param>
/// <param name="ValidationLoss">Null when it was not measured.</param>
/// <param name="ValidationMetric">The task's main metric, 0..1, see <see cref="Metric"/>; null when it was not measured.</param>
/// <param name="LearningRate">Highest learning rate of any group at the end of the epoch.</param>
public sealed record EpochRecord(
    int Epoch, string Phase, double TrainingLoss, double? ValidationLoss = null,
    [property: System.Text.Json.Serialization.JsonPropertyName("validationFigure")] double? ValidationMetric = null, double? LearningRate = null)
{
    /// <summary>Name of the main metric, as people read it.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("figure")]
    public string Metric { get; init; } = "accuracy";
}
