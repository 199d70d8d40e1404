using Graft.Tasks;

namespace Graft.Training;

/// <summary>Metrics on the validation images.</summary>
/// <param name="Loss">Mean loss, neither smoothed nor weighted.</param>
/// <param name="Metrics">The task's metrics by name, all between 0 and 1, more is better.</param>
internal sealed record ValidationMetrics(double Loss, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>What <see cref="TrainingOptions.Monitor"/> calls the loss.</summary>
    public const string LossName = "loss";

    /// <summary>What was said to each image, where the task keeps it; null otherwise.</summary>
    public CandidateAnswers? Answers { get; init; }

    /// <summary>The metric of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public double this[string metric] => Metrics[metric];

    /// <summary>
    /// Whether these are better than others by the named metric; equal metrics are told apart by the loss. A network whose loss is no number has
    /// diverged: its answers are none, whatever its accuracy says.
    /// </summary>
    public bool IsBetterThan(ValidationMetrics? other, string monitor)
    {
        if (!double.IsFinite(Loss) || double.IsNaN(Value(monitor))) return false;
        if (other is null) return true;
        var (mine, theirs) = (Value(monitor), other.Value(monitor));
        return mine > theirs || mine == theirs && Loss < other.Loss;
    }

    /// <inheritdoc/>
    public bool Equals(ValidationMetrics? other) => other is not null && Loss == other.Loss && Metrics.Count == other.Metrics.Count
        && Metrics.All(metric => other.Metrics.TryGetValue(metric.Key, out var value) && value == metric.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Loss.GetHashCode();

    /// <summary>The named metric, with the loss turned round: more is better.</summary>
    internal double Value(string monitor) => monitor == LossName ? -Loss : Metrics[monitor];
}
