namespace Graft.Tasks;

/// <summary>Every metric of an evaluated classifier; serialises to metrics.json through <see cref="Json.Options"/>.</summary>
public sealed record ClassificationReport
{
    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <summary>Class names in the order of the scores.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Share of images whose highest score is at their class (the first of equal scores counts), 0..1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The k of <see cref="TopKAccuracy"/>.</summary>
    public required int TopK { get; init; }

    /// <summary>Share of images whose class is among the k highest scores, 0..1.</summary>
    public required double TopKAccuracy { get; init; }

    /// <summary>Mean recall over the classes that have images, 0..1.</summary>
    public required double BalancedAccuracy { get; init; }

    /// <summary>Averages in which every class with images counts the same.</summary>
    public required AverageScore Macro { get; init; }

    /// <summary>Averages in which a class counts by its number of images.</summary>
    public required AverageScore Weighted { get; init; }

    /// <summary>Mean negative natural logarithm of the true class's score; scores below 2^-23 count as 2^-23.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Mean over the classes of the area under the ROC curve, one against the rest; null when it is undefined for all of them.</summary>
    public double? RocAuc { get; init; }

    /// <summary>Mean squared distance between the scores and the one-hot truth (Brier 1950), 0..2.</summary>
    public required double BrierScore { get; init; }

    /// <summary>
    /// Gap between confidence and accuracy, averaged over equal-width bins by their count (Naeini, Cooper and Hauskrecht 2015;
    /// equation 3 of Guo et al., arXiv:1706.04599), 0..1.
    /// </summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>The bins behind <see cref="ExpectedCalibrationError"/>, for a reliability diagram.</summary>
    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    /// <summary>One entry a class, in the order of the scores.</summary>
    public required IReadOnlyList<ClassScore> PerClass { get; init; }

    /// <summary>Counts; the row is the true class, the column the predicted one.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix { get; init; }

    /// <summary>Intervals of the main metrics.</summary>
    public required ClassificationIntervals Intervals { get; init; }

    /// <summary>What a reader must know: classes without images, metrics left out and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
