namespace Graft.Tasks;

/// <summary>Two models on the same images: how much more often the first is right.</summary>
internal static class PairedShares
{
    /// <summary>
    /// Interval of the difference of their accuracies: that of the share of images on which the first alone is right less that of the second, joined
    /// from the exact intervals of both (Newcombe 1998). So it has a width where the two never differ.
    /// </summary>
    /// <param name="first">Whether the first model is right, image by image.</param>
    /// <param name="second">Whether the second is.</param>
    /// <param name="level">Share of repetitions.</param>
    /// <returns>Null where there are too few images.</returns>
    public static ConfidenceInterval? Difference(IReadOnlyList<bool> first, IReadOnlyList<bool> second, double level = 0.95)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} answers are paired with {second.Count}.", nameof(second));
        if (first.Count < MetricInterval.Fewest) return null;
        var (gained, lost, count) = (0.0, 0.0, (double)first.Count);
        foreach (var (ours, theirs) in first.Zip(second))
        {
            if (ours && !theirs) gained++;
            if (theirs && !ours) lost++;
        }
        var difference = (gained - lost) / count;
        var (more, less) = (ConfidenceInterval.Exact(gained, count, level), ConfidenceInterval.Exact(lost, count, level));
        return new(
            Math.Max(-1, difference - double.Hypot(gained / count - more.Low, less.High - lost / count)),
            Math.Min(1, difference + double.Hypot(more.High - gained / count, lost / count - less.Low)),
            level);
    }
}
