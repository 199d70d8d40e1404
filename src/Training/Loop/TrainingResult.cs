using Graft.Networks;

namespace Graft.Training;

/// <summary>What a training ends with.</summary>
/// <param name="Best">Parameters of the best validated epoch; the last without validation. With a moving average, the average.</param>
/// <param name="Last">Parameters after the last step; with a moving average, the average.</param>
/// <param name="BestMetrics">Metrics of <paramref name="Best"/>; null without validation.</param>
/// <param name="History">All epochs, those before a resume included.</param>
/// <param name="Stopped">Why it ended.</param>
public sealed record TrainingResult(ParameterSet Best, ParameterSet Last, ValidationMetrics? BestMetrics, IReadOnlyList<EpochResult> History, StopReason Stopped);
