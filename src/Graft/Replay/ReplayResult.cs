using System.Text.Json.Nodes;

namespace Graft;

/// <summary>How far a replay gave the numbers of its run again.</summary>
internal enum ReplayVerdict
{
    /// <summary>Weights and metrics are the same, to the bit.</summary>
    Equal,

    /// <summary>No metric differs by more than the tolerance.</summary>
    WithinTolerance,

    /// <summary>A metric does, or is missing.</summary>
    Different,
}

/// <summary>A metric of a run, and of its replay.</summary>
/// <param name="Split">The split.</param>
/// <param name="Key">Its key.</param>
/// <param name="Before">In the run.</param>
/// <param name="After">In the replay.</param>
internal sealed record ReplayedMetric(string Split, string Key, double? Before, double? After)
{
    /// <summary>By how much it differs: of values beyond 1 as a share of the value. Infinite where one of the two is missing.</summary>
    public double Difference => Before == After ? 0
        : Before is { } before && After is { } after ? Math.Abs(after - before) / Math.Max(1, Math.Abs(before)) : double.PositiveInfinity;
}

/// <summary>A run beside its replay.</summary>
internal sealed record ReplayResult
{
    /// <summary>Folder of the run.</summary>
    public required string Run { get; init; }

    /// <summary>Folder of the replay.</summary>
    public required string Replay { get; init; }

    /// <summary>Whether both were computed by the same version on the same kind of machine, so that equal numbers are due.</summary>
    public required bool IsSameMachine { get; init; }

    /// <summary>What is another way than when the run was made, and why numbers may differ.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The weights that were kept.</summary>
    public required WeightsComparison Weights { get; init; }

    /// <summary>Those after the last step; null where none were taken.</summary>
    public WeightsComparison? LastWeights { get; init; }

    /// <summary>Every metric of both.</summary>
    public required IReadOnlyList<ReplayedMetric> Metrics { get; init; }

    /// <summary>What metrics may differ by.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Whether the user chose the tolerance: it holds on the same machine too then.</summary>
    public required bool HasOwnTolerance { get; init; }

    /// <summary>The answer.</summary>
    public ReplayVerdict Verdict => Weights.IsEqual && LastWeights is null or { IsEqual: true } && Metrics.All(metric => metric.Difference == 0)
        ? ReplayVerdict.Equal
        : Metrics.All(metric => metric.Difference <= Tolerance) && double.IsFinite(Weights.LargestDifference) ? ReplayVerdict.WithinTolerance
        : ReplayVerdict.Different;

    /// <summary>Whether the numbers are as near as they must be: equal on the same machine, within the tolerance elsewhere.</summary>
    public bool IsRepeated => Verdict == ReplayVerdict.Equal || Verdict == ReplayVerdict.WithinTolerance && (!IsSameMachine || HasOwnTolerance);

    /// <summary>The metrics of two metrics.json.</summary>
    public static IReadOnlyList<ReplayedMetric> Compare(RunFolder before, RunFolder after)
    {
        var (first, second) = (Read(before), Read(after));
        return [.. first.Keys.Union(second.Keys)
            .Select(key => new ReplayedMetric(key.Split, key.Key, first.GetValueOrDefault(key), second.GetValueOrDefault(key)))];
    }

    private static Dictionary<(string Split, string Key), double?> Read(RunFolder folder)
    {
        var metrics = new Dictionary<(string, string), double?>();
        foreach (var (split, report) in JsonNode.Parse(File.ReadAllText(folder[RunFolder.Metrics]))!.AsObject())
            foreach (var metric in (report as JsonObject)?["metrics"] as JsonArray ?? [])
                metrics[(split, metric!["key"]!.GetValue<string>())] = metric["value"]?.GetValue<double>();
        return metrics;
    }
}
