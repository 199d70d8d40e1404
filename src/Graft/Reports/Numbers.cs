using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Numbers as the report shows them.</summary>
internal static class Numbers
{
    /// <summary>0.9534 as "95.3 %"; a dash where there is none.</summary>
    public static string Percent(double? share) => MetricText.Of(share, MetricFormat.Percent);

    /// <summary>"91.2 – 97.8 %"; empty where there is none.</summary>
    public static string Percent(ConfidenceInterval? interval) => MetricText.Of(interval, MetricFormat.Percent);

    /// <summary>The interval of a value, or "too few to say"; empty where there is no value.</summary>
    public static string Percent(ConfidenceInterval? interval, double? value) => MetricText.Of(interval, value, MetricFormat.Percent);

    /// <summary>Three decimals; a dash where there is none.</summary>
    public static string Plain(double? value) => MetricText.Of(value, MetricFormat.Decimal);

    /// <summary>"0.112 – 0.345"; empty where there is none.</summary>
    public static string Plain(ConfidenceInterval? interval) => MetricText.Of(interval, MetricFormat.Decimal);

    /// <summary>Learning rates: 0.001 as it is, smaller ones with an exponent.</summary>
    public static string Rate(double? rate) => rate is not { } value ? "–"
        : value == 0 || Math.Abs(value) >= 1e-3 ? Text($"{value:0.#####}")
        : Text($"{value:0.##e0}");

    /// <summary>12 345 with thin groups.</summary>
    public static string Count(long count) => MetricText.Of(count, MetricFormat.Count);

    /// <summary>Bytes in binary units.</summary>
    public static string Bytes(long bytes) => bytes >= 1 << 20 ? Text($"{bytes / 1048576.0:0.0} MiB")
        : bytes >= 1 << 10 ? Text($"{bytes / 1024.0:0.0} KiB")
        : Text($"{bytes} B");

    /// <summary>"1 h 02 min", "3 min 20 s" or "12.3 s".</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? Text($"{(int)time.TotalHours} h {time.Minutes:00} min")
        : time.TotalMinutes >= 1 ? Text($"{time.Minutes} min {time.Seconds:00} s")
        : Text($"{time.TotalSeconds:0.0} s");

    /// <summary>"1 object", "12 345 objects".</summary>
    public static string Count(long count, string one) => count == 1 ? $"1 {one}" : $"{Count(count)} {one}s";

    /// <summary>"1 image", "12 images".</summary>
    public static string Images(long count) => Count(count, "image");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
