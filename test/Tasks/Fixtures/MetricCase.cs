namespace Graft.Tasks.Tests;

/// <summary>scikit-learn's metrics for one table of scores.</summary>
internal sealed record MetricCase
{
    public required string Name { get; init; }
    public required int Rows { get; init; }
    public required int Classes { get; init; }
    public required int Used { get; init; }
    public required uint Salt { get; init; }
    public required bool Coarse { get; init; }
    public required double Accuracy { get; init; }
    public required double BalancedAccuracy { get; init; }
    public required int TopK { get; init; }
    public required double TopKAccuracy { get; init; }
    public required double LogLoss { get; init; }
    public required double Brier { get; init; }
    public required double ExpectedCalibrationError { get; init; }
    public required double[] Precision { get; init; }
    public required double[] Recall { get; init; }
    public required double[] F1 { get; init; }
    public required int[] Support { get; init; }
    public required double?[] Auc { get; init; }
    public required double[] Macro { get; init; }
    public required double[] Weighted { get; init; }
    public required double MacroAuc { get; init; }
    public required int[][] Confusion { get; init; }
}
