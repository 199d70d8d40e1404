namespace Graft.Tasks;

/// <summary>
/// One chance and many: 1 - (1 - p)^n and its inverse. Of rare chances both are exact to the last digits, so that what was chosen for n chances keeps the
/// rate for n chances.
/// </summary>
internal static class Chances
{
    /// <summary>How often at least one of so many happens.</summary>
    /// <param name="each">How often each does, 0 to 1.</param>
    /// <param name="count">How many.</param>
    public static double Any(double each, double count) => each >= 1 ? 1 : -LessOne(count * LogOfLess(each));

    /// <summary>How often each may happen so that one of so many happens at a rate.</summary>
    public static double Each(double any, double count) => any >= 1 ? 1 : -LessOne(LogOfLess(any) / count);

    // log(1 - x) and exp(x) - 1 without the digits that 1 takes away (Kahan).
    private static double LogOfLess(double x)
    {
        var less = 1 - x;
        return less == 1 ? -x : Math.Log(less) * (x / (1 - less));
    }

    private static double LessOne(double x)
    {
        var e = Math.Exp(x);
        return e == 1 ? x : e - 1 == -1 ? -1 : (e - 1) * (x / Math.Log(e));
    }
}
