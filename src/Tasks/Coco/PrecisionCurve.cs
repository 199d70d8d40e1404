namespace Graft.Tasks;

/// <summary>Precision at the 101 recalls, from the matches of one class; images may count several times or not at all.</summary>
internal sealed class PrecisionCurve
{
    private readonly double[] _recall;
    private readonly double[] _precision;

    /// <param name="max">The most detections that will ever be accumulated.</param>
    public PrecisionCurve(int max) => (_recall, _precision) = (new double[max], new double[max]);

    /// <summary>Precision at each of the recalls.</summary>
    public double[] Values { get; } = new double[CocoScale.Recalls];

    /// <summary>Recall with all the detections.</summary>
    public double Recall { get; private set; }

    /// <summary>Mean of <see cref="Values"/>.</summary>
    public double Average => Values.Sum() / CocoScale.Recalls;

    /// <summary>Fills in the curve.</summary>
    /// <returns>False when no object counts: there is no curve.</returns>
    public bool Compute(ClassMatches matches, int overlap, int limit, ReadOnlySpan<int> times)
    {
        double objects = matches.ObjectCount;
        if (!times.IsEmpty)
        {
            objects = 0;
            foreach (var (image, count) in matches.Objects) objects += (double)count * times[image];
        }
        if (objects == 0) return false;
        var (bit, right, wrong, used) = (1 << overlap, 0.0, 0.0, 0);
        foreach (var detection in matches.Sorted)
        {
            if (detection.Rank >= limit) continue;
            var weight = times.IsEmpty ? 1 : times[detection.Image];
            if (weight == 0) continue;
            if ((detection.Ignored & bit) == 0)
            {
                if ((detection.Matched & bit) != 0) right += weight;
                else wrong += weight;
            }
            _recall[used] = right / objects;
            _precision[used++] = right / (right + wrong + 2.220446049250313e-16);
        }
        Recall = used > 0 ? _recall[used - 1] : 0;
        for (var i = used - 1; i > 0; i--) _precision[i - 1] = Math.Max(_precision[i - 1], _precision[i]);
        for (int r = 0, i = 0; r < CocoScale.Recalls; r++)
        {
            while (i < used && _recall[i] < CocoScale.Recall[r]) i++;
            Values[r] = i < used ? _precision[i] : 0;
        }
        return true;
    }
}

/// <summary>COCO's overlaps, recalls, sizes and limits, in pycocotools' arithmetic.</summary>
internal static class CocoScale
{
    public const int Overlaps = 10, Recalls = 101, Sizes = 4, AllSizes = 0, MaxDetections = 100;

    /// <summary>Which of the overlaps are 0.50 and 0.75.</summary>
    public const int Overlap50 = 0, Overlap75 = 5;

    /// <summary>Square pixels, both ends included.</summary>
    public static readonly (double Min, double Max)[] Areas = [(0, 1e10), (0, 32 * 32), (32 * 32, 96 * 96), (96 * 96, 1e10)];

    /// <summary>As numpy's linspace rounds them: an overlap of exactly 0.55 must fall on the same side.</summary>
    public static readonly double[] Overlap =
        [.. Enumerable.Range(0, Overlaps).Select(i => i == Overlaps - 1 ? 0.95 : 0.5 + i * ((0.95 - 0.5) / (Overlaps - 1)))];

    public static readonly double[] Recall = [.. Enumerable.Range(0, Recalls).Select(i => i == Recalls - 1 ? 1 : i * (1.0 / (Recalls - 1)))];
}
