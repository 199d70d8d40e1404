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
