namespace Graft.Tasks;

/// <summary>The metrics of descriptors of identities. A new row is measured, shown and stored without another change.</summary>
internal static class IdentityMetricTable
{
    public const string RankOne = "rank1", TrueAccept1 = "tar_at_far_1e-1", TrueAccept2 = "tar_at_far_1e-2", TrueAccept3 = "tar_at_far_1e-3";

    public const string EqualError = "eer";

    /// <summary>The false accept rates that have a row.</summary>
    public static IReadOnlyDictionary<string, double> Rates { get; } =
        new Dictionary<string, double> { [TrueAccept1] = 1e-1, [TrueAccept2] = 1e-2, [TrueAccept3] = 1e-3 };

    public static MetricTable<IdentitySample> Table { get; } = new(
        new(RankOne, "rank-1", MetricFormat.Percent, sample => sample.RankOne) { IsMonitored = true },
        Rate(TrueAccept1, isMonitored: true),
        Rate(TrueAccept2, isMonitored: true),
        Rate(TrueAccept3),
        new(EqualError, "EER", MetricFormat.Percent, sample => sample.EqualError));

    private static MetricRow<IdentitySample> Rate(string key, bool isMonitored = false) =>
        new(key, $"TAR at FAR {key[^4..]}", MetricFormat.Percent, sample => sample.TrueAccept(Rates[key])) { IsMonitored = isMonitored };
}
