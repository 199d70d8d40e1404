namespace Graft.Training;

/// <summary>Figures on the validation pictures.</summary>
/// <param name="Loss">Mean loss, neither smoothed nor weighted.</param>
/// <param name="Figures">The task's figures by name, all between 0 and 1, more is better.</param>
internal sealed record ValidationMetrics(double Loss, IReadOnlyDictionary<string, double> Figures)
{
    /// <summary>What <see cref="TrainingOptions.Monitor"/> calls the loss.</summary>
    public const string LossName = "loss";

    /// <summary>The figure of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public double this[string figure] => Figures[figure];

    /// <summary>Whether these are better than others by the named figure; equal figures are told apart by the loss.</summary>
    public bool IsBetterThan(ValidationMetrics? other, string monitor)
    {
        if (other is null) return true;
        var (mine, theirs) = (Value(monitor), other.Value(monitor));
        return mine > theirs || mine == theirs && Loss < other.Loss;
    }

    /// <inheritdoc/>
    public bool Equals(ValidationMetrics? other) => other is not null && Loss == other.Loss && Figures.Count == other.Figures.Count
        && Figures.All(figure => other.Figures.TryGetValue(figure.Key, out var value) && value == figure.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Loss.GetHashCode();

    /// <summary>The named figure, with the loss turned round: more is better.</summary>
    internal double Value(string monitor) => monitor == LossName ? -Loss : Figures[monitor];
}
