namespace Graft.Tasks;

/// <summary>Confidence against accuracy in equal-width bins (((m-1)/M, m/M], as Guo et al., arXiv:1706.04599).</summary>
internal static class CalibrationCurve
{
    public static (double Error, IReadOnlyList<CalibrationBin> Bins) Of(ScoreTable table, int binCount)
    {
        var counts = new int[binCount];
        var confidence = new double[binCount];
        var hits = new int[binCount];
        for (var i = 0; i < table.Count; i++)
        {
            double score = table.Row(i)[table.Predicted[i]];
            var bin = Math.Clamp((int)Math.Ceiling(score * binCount) - 1, 0, binCount - 1);
            counts[bin]++;
            confidence[bin] += score;
            if (table.Predicted[i] == table.Labels[i]) hits[bin]++;
        }
        var error = 0.0;
        var bins = new CalibrationBin[binCount];
        for (var b = 0; b < binCount; b++)
        {
            var filled = counts[b] > 0;
            bins[b] = new((double)b / binCount, (b + 1.0) / binCount, counts[b],
                filled ? confidence[b] / counts[b] : null, filled ? (double)hits[b] / counts[b] : null);
            error += Math.Abs(hits[b] - confidence[b]) / table.Count;
        }
        return (error, bins);
    }
}
