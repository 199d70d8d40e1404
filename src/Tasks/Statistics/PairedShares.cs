namespace Graft.Tasks;

/// <summary>Two models on the same images: how much more often the first is right.</summary>
internal static class PairedShares
{
    /// <summary>
    /// Interval of the difference of their accuracies, with half an image added to each of the four outcomes, so that it has a width where the two
    /// never differ (Agresti and Min 2005).
    /// </summary>
    /// <param name="first">Whether the first model is right, image by image.</param>
    /// <param name="second">Whether the second is.</param>
    /// <param name="level">Share of repetitions.</param>
    /// <returns>Null where there are too few images.</returns>
    public static ConfidenceInterval? Difference(IReadOnlyList<bool> first, IReadOnlyList<bool> second, double level = 0.95)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} answers are paired with {second.Count}.", nameof(second));
        if (first.Count < MetricInterval.Fewest) return null;
        var (gained, lost, count) = (0.5, 0.5, first.Count + 2.0);
        foreach (var (ours, theirs) in first.Zip(second))
        {
            if (ours && !theirs) gained++;
            if (theirs && !ours) lost++;
        }
        var difference = (gained - lost) / count;
        var half = NormalQuantile.Of(0.5 + level / 2) * Math.Sqrt((gained + lost) / count - difference * difference) / Math.Sqrt(count);
        return new(Math.Max(-1, difference - half), Math.Min(1, difference + half), level);
    }
}
