using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>Every metric of an evaluated classifier.</summary>
public sealed record ClassificationReport : EvaluationReport
{
    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <inheritdoc/>
    public override int ImageCount => Count;

    /// <summary>Share of images whose highest score is at their class (the first of equal scores counts), 0..1.</summary>
    public double Accuracy => Value(ClassificationMetricTable.Accuracy);

    /// <summary>The k of <see cref="TopKAccuracy"/>.</summary>
    public required int TopK { get; init; }

    /// <summary>Share of images whose class is among the k highest scores, 0..1.</summary>
    public double TopKAccuracy => Value(ClassificationMetricTable.TopKAccuracy);

    /// <summary>Mean recall over the classes that have images, 0..1.</summary>
    public double BalancedAccuracy => Value(ClassificationMetricTable.BalancedAccuracy);

    /// <summary>Averages in which every class with images counts the same.</summary>
    [JsonInclude]
    internal AverageScore Macro => new(Value(ClassificationMetricTable.MacroPrecision), BalancedAccuracy, Value(ClassificationMetricTable.MacroF1));

    /// <summary>Averages in which a class counts by its number of images.</summary>
    [JsonInclude]
    internal AverageScore Weighted => new(Value(ClassificationMetricTable.WeightedPrecision), Accuracy, Value(ClassificationMetricTable.WeightedF1));

    /// <summary>Mean negative natural logarithm of the true class's score; scores below 2^-23 count as 2^-23.</summary>
    public double LogLoss => Value(ClassificationMetricTable.LogLoss);

    /// <summary>Mean over the classes of the area under the ROC curve, one against the rest; null when it is undefined for all of them.</summary>
    public double? RocAuc => this[ClassificationMetricTable.RocAuc].Value;

    /// <summary>Mean squared distance between the scores and the one-hot truth (Brier 1950), 0..2.</summary>
    public double BrierScore => Value(ClassificationMetricTable.BrierScore);

    /// <summary>
    /// Gap between confidence and accuracy, averaged over equal-width bins by their count (Naeini, Cooper and Hauskrecht 2015;
    /// equation 3 of Guo et al., arXiv:1706.04599), 0..1.
    /// </summary>
    public double ExpectedCalibrationError => Value(ClassificationMetricTable.CalibrationError);

    /// <summary>The bins behind <see cref="ExpectedCalibrationError"/>, for a reliability diagram.</summary>
    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    /// <summary>One entry a class, in the order of the scores.</summary>
    public required IReadOnlyList<ClassScore> PerClass { get; init; }

    /// <summary>Counts; the row is the true class, the column the predicted one.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix { get; init; }

    /// <summary>How many answers are wrong where only the surest images are answered, from few to all.</summary>
    [JsonInclude]
    internal IReadOnlyList<RiskCoverage> RiskCoverage { get; init; } = [];

    /// <summary>What an abstaining classifier does with these images, for some error rates; null where the file does not know when not to answer.</summary>
    [JsonInclude]
    internal IReadOnlyList<AbstentionRow>? Abstention { get; init; }

    /// <summary>What these images have to do with the thresholds of <see cref="Abstention"/>; null for nothing.</summary>
    [JsonInclude]
    internal string? AbstentionNote { get; init; }

    private double Value(string key) => this[key].Value ?? 0;
}
