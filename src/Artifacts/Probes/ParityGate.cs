namespace Graft.Artifacts;

/// <summary>Compares the answers of two engines for the same images; a difference stops an export.</summary>
internal static class ParityGate
{
    /// <summary>Largest difference allowed.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Scores (0..1): |a - b| up to <see cref="Tolerance"/>.</summary>
    /// <param name="expected">Images x <paramref name="classes"/> scores of the trainer.</param>
    /// <param name="actual">The same from the other engine.</param>
    /// <param name="classes">Scores per image.</param>
    /// <param name="subject">What was compared, for the message.</param>
    /// <returns>The largest difference.</returns>
    /// <exception cref="GraftException">They differ by more, in number, or one is not a number; exit code 1.</exception>
    public static double CheckScores(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int classes, string subject)
    {
        if (expected.Length != actual.Length)
            throw Failure($"{subject}: {actual.Length} values were answered where {expected.Length} are expected.");
        var (largest, at) = (0.0, 0);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = expected[i] == actual[i] ? 0 : Math.Abs((double)expected[i] - actual[i]);
            if (double.IsNaN(difference)) difference = double.PositiveInfinity;
            if (difference > largest) (largest, at) = (difference, i);
        }
        if (largest > Tolerance)
        {
            var place = FormattableString.Invariant($"image {at / classes}, class {at % classes} is {actual[at]:g6} where {expected[at]:g6} is expected");
            throw Failure(FormattableString.Invariant($"{subject}: {place}; the largest difference is {largest:g3}, {Tolerance:g1} is allowed."));
        }
        return largest;
    }

    private static GraftException Failure(string what) => new(what, cure: "The file must not be used.") { ExitCode = 1 };
}
