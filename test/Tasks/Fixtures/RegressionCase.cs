namespace Graft.Tasks.Tests;

/// <summary>scikit-learn's LogisticRegression on one set of features: its objective at the optimum and centred logits of the first rows.</summary>
internal sealed record RegressionCase
{
    public required string Name { get; init; }
    public required int Rows { get; init; }
    public required int Features { get; init; }
    public required int Classes { get; init; }
    public required uint Salt { get; init; }
    public required double C { get; init; }
    public required bool Standardise { get; init; }
    public required bool Balanced { get; init; }
    public required double Objective { get; init; }
    public required double[] Logits { get; init; }
}
