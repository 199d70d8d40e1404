namespace Graft.Tasks;

/// <summary>
/// Area under the ROC curve of each class against the rest: the chance that an image of the class scores above one that is not,
/// ties counting half (Hanley and McNeil 1982). Sorted once, so that bootstrap resamples cost one pass each.
/// </summary>
internal sealed class RocAuc
{
    private readonly ScoreTable _table;
    private readonly int[][] _order;

    public RocAuc(ScoreTable table)
    {
        _table = table;
        _order = new int[table.Classes.Count][];
        for (var c = 0; c < _order.Length; c++)
        {
            var keys = new float[table.Count];
            for (var i = 0; i < keys.Length; i++) keys[i] = table.Row(i)[c];
            _order[c] = [.. Enumerable.Range(0, table.Count)];
            Array.Sort(keys, _order[c]);
        }
    }

    /// <summary>The area of one class where image i counts <paramref name="times"/>[i] times; NaN when it is undefined.</summary>
    public double Of(int c, ReadOnlySpan<int> times)
    {
        double positives = 0, negatives = 0, wins = 0;
        var order = _order[c];
        for (var start = 0; start < order.Length;)
        {
            double tiedPositives = 0, tiedNegatives = 0;
            var score = _table.Row(order[start])[c];
            var end = start;
            for (; end < order.Length && _table.Row(order[end])[c] == score; end++)
                if (_table.Labels[order[end]] == c) tiedPositives += times[order[end]];
                else tiedNegatives += times[order[end]];
            wins += tiedPositives * (negatives + tiedNegatives / 2);
            positives += tiedPositives;
            negatives += tiedNegatives;
            start = end;
        }
        return positives == 0 || negatives == 0 ? double.NaN : wins / (positives * negatives);
    }

    /// <summary>Mean over the classes for which it is defined; NaN when there is none.</summary>
    public double Macro(ReadOnlySpan<int> times)
    {
        double sum = 0;
        var defined = 0;
        for (var c = 0; c < _order.Length; c++)
        {
            var area = Of(c, times);
            if (double.IsNaN(area)) continue;
            sum += area;
            defined++;
        }
        return defined == 0 ? double.NaN : sum / defined;
    }
}
