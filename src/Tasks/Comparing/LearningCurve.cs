namespace Graft.Tasks;

/// <summary>
/// How the error falls with the number of training images: a power law, error = a n^-b, through the errors measured at several sizes (Hestness et al.
/// 2017, arXiv:1712.00409). It says what more images would bring, not where the error ends.
/// </summary>
/// <param name="Points">Training images, and the mean error over the folds.</param>
/// <param name="Exponent">b; 0 or below where more images did not help.</param>
internal sealed record LearningCurve(IReadOnlyList<LearningPoint> Points, double Exponent)
{
    /// <summary>Fits.</summary>
    /// <param name="sizes">Training images of each size, ascending.</param>
    /// <param name="errors">For each size the share of wrong images in each fold.</param>
    /// <param name="held">Held-out images of each fold.</param>
    public static LearningCurve Of(IReadOnlyList<int> sizes, IReadOnlyList<double[]> errors, IReadOnlyList<int> held)
    {
        LearningPoint[] points = [.. sizes.Zip(errors, (size, ofFolds) => new LearningPoint(size, Weighted(ofFolds, held)))];
        return new(points, -Slope(points, held.Sum()));
    }

    /// <summary>The error that the curve gives for a number of images.</summary>
    public double At(double images)
    {
        var last = Points[^1];
        return last.Error * Math.Pow(images / last.Images, -Math.Max(0, Exponent));
    }

    /// <summary>Interval of the error at a number of images: the folds are drawn again with replacement.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static ConfidenceInterval IntervalAt(
        double images, IReadOnlyList<int> sizes, IReadOnlyList<double[]> errors, IReadOnlyList<int> held, ulong seed, int resamples = 1000)
    {
        var random = SeededRandom.For(seed, "learning curve");
        var values = new double[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            int[] folds = [.. held.Select(_ => random.Next(held.Count))];
            values[resample] = Of(sizes, [.. errors.Select(ofFolds => folds.Select(fold => ofFolds[fold]).ToArray())], [.. folds.Select(fold => held[fold])])
                .At(images);
        }
        Array.Sort(values);
        return new(values[(int)(0.025 * (resamples - 1))], values[(int)Math.Ceiling(0.975 * (resamples - 1))]);
    }

    private static double Weighted(double[] errors, IReadOnlyList<int> held) => errors.Zip(held, (error, images) => error * images).Sum() / held.Sum();

    // Least squares on logarithms. An error of none is taken for half an image, as its logarithm has to be something.
    private static double Slope(LearningPoint[] points, int held)
    {
        double[] x = [.. points.Select(point => Math.Log(point.Images))];
        double[] y = [.. points.Select(point => Math.Log(Math.Max(point.Error, 0.5 / held)))];
        var (meanX, meanY) = (x.Average(), y.Average());
        var squares = x.Sum(value => (value - meanX) * (value - meanX));
        return squares == 0 ? 0 : x.Zip(y, (one, other) => (one - meanX) * (other - meanY)).Sum() / squares;
    }
}

/// <summary>A point of a learning curve.</summary>
/// <param name="Images">Training images.</param>
/// <param name="Error">Share of held-out images that were wrong.</param>
internal sealed record LearningPoint(int Images, double Error);
