using Graft.Tasks;

namespace Graft;

/// <summary>The metrics of a run by key, as model files and events hold them.</summary>
internal static class RunMetrics
{
    /// <summary>Those that have a value.</summary>
    public static Dictionary<string, double> Of(EvaluationReport report) =>
        report.Metrics.Where(metric => metric.Value is not null).ToDictionary(metric => metric.Key, metric => metric.Value!.Value);
}
