namespace Graft.Tasks;

/// <summary>The beta distribution, from which exact intervals of shares and Student's t are computed.</summary>
internal static class BetaDistribution
{
    /// <summary>The value that a beta variable stays below with a probability of 0..1.</summary>
    /// <param name="probability">0..1.</param>
    /// <param name="a">First shape, above 0.</param>
    /// <param name="b">Second shape, above 0.</param>
    public static double Quantile(double probability, double a, double b)
    {
        double low = 0, high = 1;
        while (high - low > 1e-14 * high)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high) break;
            if (Distribution(middle, a, b) < probability) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>The probability that a beta variable stays below <paramref name="x"/>: the regularised incomplete beta function.</summary>
    public static double Distribution(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        // The fraction converges quickly below the mean; above it the other tail is computed.
        if (x > (a + 1) / (a + b + 2)) return 1 - Distribution(1 - x, b, a);
        var factor = Math.Exp(a * Math.Log(x) + b * Math.Log(1 - x) + LogGamma(a + b) - LogGamma(a) - LogGamma(b));
        return factor / (a * Fraction(x, a, b));
    }

    /// <summary>Student's t: the value that it stays below with a probability above one half.</summary>
    /// <param name="probability">Above 0.5 and below 1.</param>
    /// <param name="freedom">Degrees of freedom, above 0.</param>
    public static double StudentQuantile(double probability, double freedom)
    {
        var x = Quantile(2 * (1 - probability), freedom / 2, 0.5);
        return Math.Sqrt(freedom * (1 - x) / x);
    }

    // The continued fraction 8.17.22 of the Digital Library of Mathematical Functions, from its beginning (Lentz's way).
    private static double Fraction(double x, double a, double b)
    {
        const double tiny = 1e-300;
        double value = 1, over = 1, under = 0;
        for (var step = 1; step < 20_000; step++)
        {
            var m = step / 2;
            var term = step % 2 == 0
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            under = 1 / Apart(1 + term * under);
            over = Apart(1 + term / over);
            value *= over * under;
            if (Math.Abs(over * under - 1) < 1e-15) break;
        }
        return value;

        static double Apart(double number) => Math.Abs(number) < tiny ? tiny : number;
    }

    // Stirling's series; from 15 on five terms give every digit of a double.
    private static double LogGamma(double value)
    {
        var shift = 0.0;
        for (; value < 15; value++) shift += Math.Log(value);
        var square = value * value;
        var series = (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / (1188 * square)) / square) / square) / square) / value;
        return (value - 0.5) * Math.Log(value) - value + 0.5 * Math.Log(2 * Math.PI) + series - shift;
    }
}
