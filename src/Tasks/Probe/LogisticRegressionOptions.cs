using System.ComponentModel.DataAnnotations;

namespace Graft.Tasks;

/// <summary>How multinomial logistic regression is fitted.</summary>
internal sealed record LogisticRegressionOptions
{
    /// <summary>Number of classes; 0 takes one more than the highest label.</summary>
    public int Classes { get; init; }

    /// <summary>
    /// Inverse strength of the L2 penalty, above 0: the objective is C * sum of losses + 0.5 * |W|^2, as scikit-learn's, with the bias
    /// left free. For two classes it is still the softmax of two rows.
    /// </summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true, ErrorMessage = "The inverse penalty C is a number above {1}; 1e-5 to 100 are common.")]
    public double C { get; init; } = 1;

    /// <summary>How features are shifted and scaled over the images fitted on; constant features get weight 0.</summary>
    public FeatureScaling Scaling { get; init; } = FeatureScaling.Common;

    /// <summary>Weight of each class's loss, each above 0; null weighs all images the same.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Maximum number of steps of the optimiser, at least 1.</summary>
    [Range(1, int.MaxValue)] public int MaxIterations { get; init; } = 1000;

    /// <summary>Fitting ends when no component of the gradient of the mean objective exceeds this, above 0.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)] public double Tolerance { get; init; } = 1e-6;

    /// <summary>Weights that count every class the same: N / (C * count of the class), as scikit-learn's "balanced". Classes without images get 1.</summary>
    public static IReadOnlyList<double> BalancedWeights(int[] labels, int classes)
    {
        var counts = new double[classes];
        foreach (var label in labels) counts[label]++;
        return [.. counts.Select(count => count == 0 ? 1 : labels.Length / (classes * count))];
    }

    /// <exception cref="GraftException">A value is out of range.</exception>
    internal void Check(int classes)
    {
        OptionsCheck.Throw("The logistic regression", this);
        if (ClassWeights is null) return;
        if (ClassWeights.Count != classes)
            throw new GraftException($"There are {ClassWeights.Count} class weights for {classes} classes.", "Each class has one weight.");
        if (ClassWeights.Any(weight => !(weight > 0) || !double.IsFinite(weight)))
            throw new GraftException("A class weight is not a number above 0.", "Each weight is positive.");
    }
}

/// <summary>How features are shifted and scaled before they are fitted.</summary>
internal enum FeatureScaling
{
    /// <summary>Each feature to mean 0 and standard deviation 1.</summary>
    Each,

    /// <summary>
    /// Each feature to mean 0, and all divided by one number, the root of their mean variance: a feature that varies little keeps saying little, where
    /// scaling it up would give its noise a say.
    /// </summary>
    Common,

    /// <summary>Features as they are.</summary>
    None,
}
