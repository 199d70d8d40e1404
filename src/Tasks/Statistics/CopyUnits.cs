namespace Graft.Tasks;

/// <summary>
/// Images that are copies of one another are no independent observations, so they count as one unit: a number for each image, the same for copies.
/// Null stands for images without copies.
/// </summary>
internal static class CopyUnits
{
    /// <summary>Number of units.</summary>
    public static int Count(IReadOnlyList<int>? units, int images) => units?.Distinct().Count() ?? images;

    /// <summary>What is said beside intervals, such as "; near-copies count as one, so that 80 images count as 20"; empty without copies.</summary>
    public static string Note(IReadOnlyList<int>? units) =>
        units is null || Count(units, units.Count) is var count && count == units.Count ? ""
            : FormattableString.Invariant($"; near-copies count as one, so that {units.Count} images count as {count}");

    /// <exception cref="GraftException">There is not one unit for each image.</exception>
    public static void Check(IReadOnlyList<int>? units, int images)
    {
        if (units is not null && units.Count != images)
            throw new GraftException($"There are {units.Count} units for {images} images.", "Each image is of one unit.");
    }

    /// <summary>
    /// Exact interval of the share of images that are right. Where there are copies, of as many images as have the error of that share among units:
    /// at most as many as there are units, and fewer where some have more copies than others.
    /// </summary>
    /// <param name="images">Places of the images that count.</param>
    /// <param name="isRight">Whether each image is right.</param>
    /// <param name="units">The unit of each image.</param>
    /// <param name="level">Share of repetitions.</param>
    /// <returns>Null without images.</returns>
    public static ConfidenceInterval? ShareInterval(IEnumerable<int> images, IReadOnlyList<bool> isRight, IReadOnlyList<int>? units, double level)
    {
        int[] counted = [.. images];
        if (counted.Length == 0) return null;
        var right = counted.Count(at => isRight[at]);
        if (units is null) return ConfidenceInterval.Exact(right, counted.Length, level);
        var share = (double)right / counted.Length;
        var (count, squares) = (0, 0.0);
        foreach (var unit in counted.GroupBy(at => units[at]))
        {
            var gap = unit.Count(at => isRight[at]) - share * unit.Count();
            (count, squares) = (count + 1, squares + gap * gap);
        }
        var largest = share * (1 - share);
        var effective = largest <= 0 ? count : Math.Min(count, largest * counted.Length * counted.Length / squares);
        return ConfidenceInterval.Exact(share * effective, effective, level);
    }
}
