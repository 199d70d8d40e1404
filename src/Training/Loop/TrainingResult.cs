using Graft.Networks;

namespace Graft.Training;

/// <summary>What a training ends with.</summary>
/// <param name="Best">Parameters of the best validated epoch; the last without validation. With a moving average, the average.</param>
/// <param name="Last">Parameters after the last step; with a moving average, the average.</param>
/// <param name="BestMetrics">Metrics of <paramref name="Best"/>; null without validation.</param>
/// <param name="History">All epochs, those before a resume included.</param>
/// <param name="Stopped">Why it ended.</param>
internal sealed record TrainingResult(ParameterSet Best, ParameterSet Last, ValidationMetrics? BestMetrics, IReadOnlyList<EpochResult> History,
    StopReason Stopped)
{
    /// <summary>Layout and precision it was trained in, and why; null where a checkpoint of an earlier version does not say.</summary>
    public EngineChoice? Engine { get; init; }
}

/// <summary>Why a training ended.</summary>
internal enum StopReason
{
    /// <summary>All epochs were done.</summary>
    Finished,

    /// <summary>The watched metric did not get better for the patience, in the last phase.</summary>
    NoImprovement,

    /// <summary>It was cancelled; a checkpoint was left where a folder was given.</summary>
    Cancelled,
}
