namespace Graft.Tasks.Tests;

/// <summary>
/// People whose error rates are known: faces are points in six dimensions, and some people lie nearer to the middle, where many look like them.
/// </summary>
internal static class SimulatedPeople
{
    private const double Noise = 0.3, MiddleShare = 0.15, MiddleScale = 0.45;

    /// <summary>All comparisons of so many people with so many faces each.</summary>
    public static ComparisonScores Draw(int people, int faces, SeededRandom random)
    {
        var points = Enumerable.Range(0, people).Select(_ =>
        {
            var scale = random.Chance(MiddleShare) ? MiddleScale : 1;
            var centre = Enumerable.Range(0, 6).Select(_ => scale * random.Normal()).ToArray();
            return Enumerable.Range(0, faces).Select(_ => centre.Select(value => value + Noise * random.Normal()).ToArray()).ToArray();
        }).ToArray();
        List<ComparisonScore> scores = [];
        for (var i = 0; i < people * faces; i++)
            for (var j = 0; j < i; j++)
                scores.Add(new(i / faces, j / faces, Distance(points[i / faces][i % faces], points[j / faces][j % faces])));
        return new ComparisonScores(people, scores);
    }

    /// <summary>The false match rate in truth: squared distances of two people are scaled chi-squared of six degrees.</summary>
    public static double FalseMatchRate(double threshold)
    {
        var sum = 0.0;
        foreach (var (first, share) in Kinds())
            foreach (var (second, other) in Kinds())
                sum += share * other * ChiSquared(threshold * threshold / (first * first + second * second + 2 * Noise * Noise));
        return sum;
    }

    /// <summary>The threshold with a false match rate in truth.</summary>
    public static double ThresholdOf(double rate)
    {
        double low = 0, high = 20;
        while (high - low > 1e-9)
        {
            var middle = (low + high) / 2;
            (low, high) = FalseMatchRate(middle) < rate ? (middle, high) : (low, middle);
        }
        return low;
    }

    private static (double Scale, double Share)[] Kinds() => [(MiddleScale, MiddleShare), (1, 1 - MiddleShare)];

    private static double ChiSquared(double x) => 1 - Math.Exp(-x / 2) * (1 + x / 2 + x * x / 8);

    private static double Distance(double[] first, double[] second)
    {
        var sum = 0.0;
        for (var i = 0; i < first.Length; i++) sum += (first[i] - second[i]) * (first[i] - second[i]);
        return Math.Sqrt(sum);
    }
}
