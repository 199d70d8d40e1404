namespace Graft.Tasks;

/// <summary>
/// Several tests at once (Holm 1979): the smallest p must be below the rate divided by the number of tests, the next below the rate divided by one less,
/// and so on until one is not. Any false alarm at all is then as rare as the rate, however the tests depend on each other.
/// </summary>
internal static class HolmCorrection
{
    /// <summary>The level that each test had to meet, that of the first which did not for all after it; and whether it did.</summary>
    public static IReadOnlyList<(double Level, bool IsRejected)> Apply(IReadOnlyList<double> p, double rate)
    {
        var results = new (double, bool)[p.Count];
        var (isRejected, level) = (true, 0.0);
        foreach (var (rank, test) in Enumerable.Range(0, p.Count).OrderBy(test => p[test]).Index())
        {
            if (isRejected) level = rate / (p.Count - rank);
            isRejected &= p[test] <= level;
            results[test] = (level, isRejected);
        }
        return results;
    }

    /// <summary>The corrected p of each test: the lowest rate at which <see cref="Apply"/> rejects it.</summary>
    public static double[] Corrected(IReadOnlyList<double> p)
    {
        var corrected = new double[p.Count];
        var sofar = 0.0;
        foreach (var (rank, test) in Enumerable.Range(0, p.Count).OrderBy(test => p[test]).Index())
            corrected[test] = sofar = Math.Max(sofar, Math.Min(1, (p.Count - rank) * p[test]));
        return corrected;
    }
}
