namespace Graft.Reports;

/// <summary>A linear axis with round ticks.</summary>
internal sealed class ChartScale
{
    private readonly double _start, _end;

    /// <summary>An axis that holds all values, from pixel <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <param name="values">Finite values; others are left out.</param>
    /// <param name="start">Pixel of the lowest value.</param>
    /// <param name="end">Pixel of the highest value.</param>
    /// <param name="whole">True for ticks at whole numbers only, and no room beyond the values.</param>
    public ChartScale(IEnumerable<double> values, double start, double end, bool whole = false)
    {
        (_start, _end) = (start, end);
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        (Low, High) = (finite.Min(), finite.Max());
        if (High - Low <= 1e-9 * Math.Abs(High)) (Low, High) = AroundOne(Low, whole); // also where all are 0
        Step = Round((High - Low) / 5);
        if (whole) Step = Math.Max(1, Math.Ceiling(Step));
        else (Low, High) = (Math.Floor(Low / Step) * Step, Math.Ceiling(High / Step) * Step);
    }

    /// <summary>Value at the start.</summary>
    public double Low { get; }

    /// <summary>Value at the end.</summary>
    public double High { get; }

    /// <summary>Distance of two ticks: 1, 2, 2.5 or 5 times a power of ten.</summary>
    public double Step { get; }

    /// <summary>Values of the ticks.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var first = (long)Math.Ceiling(Low / Step - 1e-9);
            for (var k = first; k * Step <= High + Step * 1e-9; k++) yield return k * Step;
        }
    }

    /// <summary>Pixel of a value.</summary>
    public double At(double value) => _start + (value - Low) / (High - Low) * (_end - _start);

    private static (double Low, double High) AroundOne(double value, bool whole) =>
        whole ? (value - 1, value + 1) : value == 0 ? (0, 1) : (value - 0.1 * Math.Abs(value), value + 0.1 * Math.Abs(value));

    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        foreach (var factor in (double[])[1, 2, 2.5, 5])
            if (step <= factor * power * 1.0000001) return factor * power;
        return 10 * power;
    }
}
