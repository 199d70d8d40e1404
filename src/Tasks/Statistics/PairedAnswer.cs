namespace Graft.Tasks;

/// <summary>Whether one model is better than another on the same images, and by how much.</summary>
/// <param name="First">The first one's metric; null where it is undefined.</param>
/// <param name="Second">The second one's.</param>
/// <param name="Interval">The interval of the first less the second; null where there are too few images.</param>
/// <param name="Better">1 where the first is better by more than chance, -1 where it is worse, 0 where neither is shown.</param>
/// <param name="IsTooFew">Whether the images are too few to show anything.</param>
internal sealed record PairedAnswer(double? First, double? Second, ConfidenceInterval? Interval, int Better, bool IsTooFew)
{
    /// <summary>Where each image is right or wrong, with copies as one: those that the first alone has right, the second alone, and all.</summary>
    public (int First, int Second, int Of)? Alone { get; init; }

    /// <summary>p of the exact test of McNemar (1947) on them, two-sided; null where images are not right or wrong.</summary>
    public double? P { get; init; }
}
