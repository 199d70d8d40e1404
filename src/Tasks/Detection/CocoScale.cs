namespace Graft.Tasks;

/// <summary>COCO's overlaps, recalls, sizes and limits, in pycocotools' arithmetic.</summary>
internal static class CocoScale
{
    public const int Overlaps = 10, Recalls = 101, Sizes = 4, AllSizes = 0, MaxDetections = 100;

    public static readonly int[] Limits = [1, 10, MaxDetections];

    /// <summary>Square pixels, both ends included.</summary>
    public static readonly (double Min, double Max)[] Areas = [(0, 1e10), (0, 32 * 32), (32 * 32, 96 * 96), (96 * 96, 1e10)];

    /// <summary>As numpy's linspace rounds them: an overlap of exactly 0.55 must fall on the same side.</summary>
    public static readonly double[] Overlap = [.. Enumerable.Range(0, Overlaps).Select(i => i == Overlaps - 1 ? 0.95 : 0.5 + i * ((0.95 - 0.5) / (Overlaps - 1)))];

    public static readonly double[] Recall = [.. Enumerable.Range(0, Recalls).Select(i => i == Recalls - 1 ? 1 : i * (1.0 / (Recalls - 1)))];
}
