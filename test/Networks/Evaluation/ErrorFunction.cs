namespace Graft.Tests.Networks.Evaluation;

/// <summary>The error function by its series, which is exact to double precision where it is not yet one.</summary>
internal static class ErrorFunction
{
    public static double Of(double x)
    {
        if (Math.Abs(x) > 4) return Math.Sign(x);
        var (sum, term) = (x, x);
        for (var n = 1; n < 100; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
