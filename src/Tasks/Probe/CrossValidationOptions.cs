namespace Graft.Tasks;

/// <summary>How the penalty of a probe is chosen.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>Values of C to try, each above 0.</summary>
    public IReadOnlyList<double> Grid { get; init; } = [1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 1e-1, 1];

    /// <summary>Number of folds, at least 2; reduced to the number of images or groups where that is smaller.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Seed of the folds.</summary>
    public ulong Seed { get; init; }

    /// <summary>Images with the same group stay in the same fold; null lets every image be a group of its own.</summary>
    public IReadOnlyList<string?>? Groups { get; init; }

    /// <summary>What is best.</summary>
    public PenaltySelection SelectBy { get; init; } = PenaltySelection.LogLoss;

    /// <summary>Everything but C for the fits.</summary>
    public LogisticRegressionOptions Fit { get; init; } = new();

    /// <exception cref="GraftException">A value is out of range.</exception>
    internal void Check(ProbeProblem problem)
    {
        Fit.Check(problem.Classes);
        if (Grid.Count == 0 || Grid.Any(c => !(c > 0) || !double.IsFinite(c)))
            throw new GraftException("The grid of C is empty or holds a value that is not above 0.", "At least one positive number is needed.");
        if (Folds < 2) throw new GraftException($"{Folds} folds were asked for.", "At least 2 are needed.", "5 are typical.");
        if (Groups is not null && Groups.Count != problem.Labels.Length)
            throw new GraftException($"There are {Groups.Count} groups for {problem.Labels.Length} images.", "Each image has one entry, null where it belongs to none.");
    }
}
