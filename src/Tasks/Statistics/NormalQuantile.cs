namespace Graft.Tasks;

/// <summary>Inverse of the standard normal distribution function.</summary>
internal static class NormalQuantile
{
    /// <summary>The value that a standard normal variable stays below with probability <paramref name="probability"/>, in (0, 1).</summary>
    /// <remarks>Newton's steps on the distribution function, which is summed as a series (Marsaglia 2004): exact to about 1e-14 up to |z| = 6.</remarks>
    public static double Of(double probability)
    {
        if (probability is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability strictly between 0 and 1 is expected.");
        var z = 0.0;
        for (var step = 0; step < 100; step++)
        {
            var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            var change = (Distribution(z, density) - probability) / density;
            z -= Math.Clamp(change, -0.5, 0.5); // far from the answer the tail's small density would overshoot
            if (Math.Abs(change) < 1e-14) break;
        }
        return z;
    }

    private static double Distribution(double z, double density)
    {
        double term = z, sum = z, before = 0;
        for (var i = 3; sum != before; i += 2)
        {
            before = sum;
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + sum * density;
    }
}
