using System.Globalization;

namespace Graft.Tasks;

/// <summary>Metrics as text; tables, pages and files all write them so.</summary>
internal static class MetricText
{
    /// <summary>What stands for a value that is undefined.</summary>
    public const string None = "–";

    /// <summary>What stands for an interval where the images are too few for one.</summary>
    public const string TooFew = "too few to say";

    /// <summary>A value, or <see cref="None"/>.</summary>
    public static string Of(double? value, MetricFormat format) => value is not { } number ? None : format switch
    {
        MetricFormat.Percent => Text($"{number * 100:0.0} %"),
        MetricFormat.Decimal => Text($"{number:0.000}"),
        _ => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f'),
    };

    /// <summary>The interval of a value that would have one with enough images; empty where there is no value.</summary>
    public static string Of(ConfidenceInterval? interval, double? value, MetricFormat format) =>
        value is null ? "" : interval is null ? TooFew : Of(interval, format);

    /// <summary>An interval, with the unit once; empty where there is none.</summary>
    public static string Of(ConfidenceInterval? interval, MetricFormat format) => interval is null ? "" : format switch
    {
        MetricFormat.Percent => Text($"{interval.Low * 100:0.0} – {interval.High * 100:0.0} %"),
        MetricFormat.Decimal => Text($"{interval.Low:0.000} – {interval.High:0.000}"),
        _ => $"{Of(interval.Low, format)} – {Of(interval.High, format)}",
    };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
