namespace Graft.Artifacts;

/// <summary>Compares the answers of two engines for the same images; a difference stops an export.</summary>
public static class ParityGate
{
    /// <summary>Largest difference allowed: absolute for scores, in standard deviations of the expected values for logits.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Scores (0..1): |a - b| up to <see cref="Tolerance"/>.</summary>
    /// <param name="expected">Images x <paramref name="classes"/> scores of the trainer.</param>
    /// <param name="actual">The same from the other engine.</param>
    /// <param name="classes">Scores per image.</param>
    /// <param name="subject">What was compared, for the message.</param>
    /// <returns>The largest difference.</returns>
    /// <exception cref="GraftException">They differ by more, in number, or one is not a number; exit code 1.</exception>
    public static double CheckScores(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int classes, string subject) =>
        Check(expected, actual, classes, 1, subject);

    /// <summary>Logits or features of any scale: |a - b| up to <see cref="Tolerance"/> times the standard deviation of <paramref name="expected"/>.</summary>
    /// <inheritdoc cref="CheckScores" path="/*[not(self::summary)]"/>
    public static double CheckLogits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int classes, string subject)
    {
        double sum = 0, squares = 0;
        foreach (var value in expected) sum += value;
        var mean = sum / expected.Length;
        foreach (var value in expected) squares += (value - mean) * (value - mean);
        return Check(expected, actual, classes, Math.Sqrt(squares / expected.Length), subject);
    }

    private static double Check(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int classes, double unit, string subject)
    {
        if (expected.Length != actual.Length)
            throw Failure($"{subject}: {actual.Length} values were answered where {expected.Length} are expected.");
        var (largest, at) = (0.0, 0);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = expected[i] == actual[i] ? 0 : Math.Abs((double)expected[i] - actual[i]) / unit;
            if (double.IsNaN(difference)) difference = double.PositiveInfinity;
            if (difference > largest) (largest, at) = (difference, i);
        }
        if (largest > Tolerance)
            throw Failure(FormattableString.Invariant(
                $"{subject}: image {at / classes}, class {at % classes} is {actual[at]:g6} where {expected[at]:g6} is expected; the largest difference is {largest:g3}, {Tolerance:g1} is allowed."));
        return largest;
    }

    private static GraftException Failure(string what) => new(what, cure: "The file must not be used.") { ExitCode = 1 };
}
