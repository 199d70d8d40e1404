namespace Graft.Tasks;

/// <summary>
/// Intervals of metrics that are computed from many images, from the standard error over bootstrap resamples. A percentile bootstrap has no width
/// where no image was wrong, and holds the truth too rarely where images are few. So the error becomes an effective number of images, of which the
/// metric is a share with an exact interval, as survey statistics does (Korn and Graubard 1998). `bench coverage` measures how often the
/// intervals hold the truth.
/// </summary>
internal static class MetricInterval
{
    /// <summary>Fewer images say too little of an average: what they do not show is most of what can happen.</summary>
    public const double Fewest = 10;

    /// <summary>Fewer images say too little of a mean loss, however many of them are wrong.</summary>
    public const double FewestOfLoss = 50;

    // So many images' worth of doubt: with few images the deviation between them is not known, and a share of images that are right or wrong has
    // the largest one there can be.
    private const double Doubt = 8;

    /// <summary>
    /// The number of images that a mean over classes rests on: where every class counts the same, an image of a small class counts more than one of a
    /// large class, and the mean is as uncertain as one of fewer images (Kish 1965).
    /// </summary>
    /// <param name="imagesOfClasses">Images of each class; those without any do not count.</param>
    public static double ImagesOfMean(IEnumerable<double> imagesOfClasses)
    {
        var (classes, inverse) = (0, 0.0);
        foreach (var images in imagesOfClasses.Where(images => images > 0)) (classes, inverse) = (classes + 1, inverse + 1 / images);
        return classes == 0 ? 0 : classes * classes / inverse;
    }

    /// <summary>Of a metric between 0 and 1.</summary>
    /// <param name="value">The metric.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="images">The number of images that it rests on: less than all where an average counts a small class as much as a large one.</param>
    /// <param name="isCounted">Whether every image is right or wrong, and nothing between: the metric then varies at least as a share does.</param>
    /// <param name="level">Share of repetitions.</param>
    /// <returns>Null where there are too few images.</returns>
    public static ConfidenceInterval? OfShare(double value, double error, double images, bool isCounted, double level)
    {
        if (images < Fewest) return null;
        var largest = value * (1 - value);
        if (largest <= 0) return ConfidenceInterval.Exact(value * images, images, level);
        var between = images * images / (images - 1) * error * error; // variance between images
        if (isCounted) return Of(images * Math.Min(1, largest / between));
        var student = NormalQuantile.Of(0.5 + level / 2) / BetaDistribution.StudentQuantile(0.5 + level / 2, images - 1);
        return Of(images * largest / ((images * between + Doubt * largest) / (images + Doubt)) * student * student);

        ConfidenceInterval Of(double effective) => ConfidenceInterval.Exact(value * effective, effective, level);
    }

    /// <summary>Of an intersection over union between 0 and 1.</summary>
    /// <inheritdoc cref="OfShare" path="/*[not(self::summary)]"/>
    public static ConfidenceInterval? OfOverlap(double value, double error, double images, double level)
    {
        var dice = OfShare(2 * value / (1 + value), 2 / ((1 + value) * (1 + value)) * error, images, isCounted: false, level);
        return dice is null ? null : new(dice.Low / (2 - dice.Low), dice.High / (2 - dice.High), level);
    }

    /// <summary>Of the difference between two metrics of 0 to 1 on the same images or people, by Student's t.</summary>
    /// <param name="value">The difference.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="units">Images or people.</param>
    /// <param name="level">Share of repetitions.</param>
    /// <returns>Null where there are too few.</returns>
    public static ConfidenceInterval? OfDifference(double value, double error, double units, double level)
    {
        if (units < Fewest) return null;
        // Where both answered alike on everything, so many say no more than the rule of 3 does.
        var half = error > 0 ? BetaDistribution.StudentQuantile(0.5 + level / 2, units - 1) * error : 1 - Math.Pow((1 - level) / 2, 1 / units);
        return new(Math.Max(-1, value - half), Math.Min(1, value + half), level);
    }

    /// <summary>Of a mean loss, which has no upper end and is made by the mistakes: on the logarithm, with as many degrees of freedom as mistakes.</summary>
    /// <param name="value">The mean, above 0.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="mistakes">Images that were wrong.</param>
    /// <param name="level">Share of repetitions.</param>
    /// <returns>Null where there are too few mistakes.</returns>
    public static ConfidenceInterval? OfLoss(double value, double error, double mistakes, double level)
    {
        if (mistakes < Fewest || value <= 0) return null;
        var factor = Math.Exp(BetaDistribution.StudentQuantile(0.5 + level / 2, mistakes - 1) * error / value);
        return new(value / factor, value * factor, level);
    }
}
