using System.Globalization;

namespace Graft.Cli;

/// <summary>Large numbers as the tables of models show them.</summary>
internal static class Quantities
{
    public static string Millions(long count) => (count / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M";

    public static string Billions(long count) => (count / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + " G";

    public static string Megabytes(long bytes) => (bytes / 1e6).ToString("0", CultureInfo.InvariantCulture) + " MB";

    public static string Percent(double? value) => value is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    /// <summary>A share, 0 to 1, in percent.</summary>
    public static string Share(double share) => Percent(share * 100);

    public static string Rate(double? perSecond) =>
        perSecond is { } known ? known.ToString(known < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " /s" : "-";
}
