namespace Graft.Tasks;

/// <summary>Bootstrap intervals by position: the named metrics first, then F1 of each class.</summary>
internal sealed class ResampledReport(EvaluationOptions options, ConfidenceInterval?[] intervals)
{
    public const int Accuracy = 0, BalancedAccuracy = 1, MacroF1 = 2, WeightedF1 = 3, LogLoss = 4, RocArea = 5, Metrics = 6;

    public ConfidenceInterval? ClassF1(int c) => intervals[Metrics + c];

    public ClassificationIntervals Intervals(ConfidenceInterval accuracy, ConfidenceInterval topK) => new()
    {
        Accuracy = accuracy,
        TopKAccuracy = topK,
        BootstrapAccuracy = intervals[Accuracy],
        BalancedAccuracy = intervals[BalancedAccuracy],
        MacroF1 = intervals[MacroF1],
        WeightedF1 = intervals[WeightedF1],
        LogLoss = intervals[LogLoss],
        RocAuc = intervals[RocArea],
        Method = FormattableString.Invariant(
            $"{options.Level * 100:0.#} %: Wilson for accuracy, top-k, precision and recall; percentile bootstrap, stratified by class, {options.Resamples} resamples, seed {options.Seed} for the others"),
    };
}
