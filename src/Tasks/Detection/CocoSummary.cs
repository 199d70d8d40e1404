namespace Graft.Tasks;

/// <summary>The twelve metrics and those of each class.</summary>
internal sealed class CocoSummary
{
    private const int Overlap50 = 0, Overlap75 = 5;
    private const int Best1 = 0, Best10 = 1, Best100 = 2, Small = 3, Medium = 4, Large = 5;

    // Sizes of objects and detections an image that metrics are of.
    private static readonly (int Size, int Limit)[] Views = [(CocoScale.AllSizes, CocoScale.Limits[0]), (CocoScale.AllSizes, CocoScale.Limits[1]),
        (CocoScale.AllSizes, CocoScale.MaxDetections), (1, CocoScale.MaxDetections), (2, CocoScale.MaxDetections), (3, CocoScale.MaxDetections)];

    private readonly IReadOnlyList<string> _classes;
    private readonly ClassMatches[,] _matches;
    private readonly CurveMetrics?[,,] _metrics; // class, view, overlap
    private readonly double[][] _curve50, _curve75;

    public CocoSummary(IReadOnlyList<string> classes, ClassMatches[,] matches, int workers)
    {
        (_classes, _matches) = (classes, matches);
        _metrics = new CurveMetrics?[classes.Count, Views.Length, CocoScale.Overlaps];
        (_curve50, _curve75) = (new double[classes.Count][], new double[classes.Count][]);
        ImageWork.Each(classes.Count, workers, Compute);
    }

    public CocoMetrics Metrics() => new()
    {
        AP = Mean(AllClasses, Best100, AllOverlaps)?.Precision,
        AP50 = Mean(AllClasses, Best100, [Overlap50])?.Precision,
        AP75 = Mean(AllClasses, Best100, [Overlap75])?.Precision,
        APSmall = Mean(AllClasses, Small, AllOverlaps)?.Precision,
        APMedium = Mean(AllClasses, Medium, AllOverlaps)?.Precision,
        APLarge = Mean(AllClasses, Large, AllOverlaps)?.Precision,
        AR1 = Mean(AllClasses, Best1, AllOverlaps)?.Recall,
        AR10 = Mean(AllClasses, Best10, AllOverlaps)?.Recall,
        AR100 = Mean(AllClasses, Best100, AllOverlaps)?.Recall,
        ARSmall = Mean(AllClasses, Small, AllOverlaps)?.Recall,
        ARMedium = Mean(AllClasses, Medium, AllOverlaps)?.Recall,
        ARLarge = Mean(AllClasses, Large, AllOverlaps)?.Recall,
    };

    public CocoClassResult Class(int label)
    {
        var matches = _matches[label, CocoScale.AllSizes];
        var all = Mean([label], Best100, AllOverlaps);
        return new CocoClassResult(_classes[label], matches.ObjectCount, matches.Sorted.Length, all?.Precision, Mean([label], Best100, [Overlap50])?.Precision)
        {
            AR = all?.Recall,
            Precision50 = _curve50[label],
            Precision75 = _curve75[label],
        };
    }

    private static int[] AllOverlaps { get; } = [.. Enumerable.Range(0, CocoScale.Overlaps)];

    private int[] AllClasses => [.. Enumerable.Range(0, _classes.Count)];

    private void Compute(int label)
    {
        (_curve50[label], _curve75[label]) = ([], []);
        var curve = new PrecisionCurve(_matches[label, CocoScale.AllSizes].Sorted.Length);
        for (var view = 0; view < Views.Length; view++)
            for (var overlap = 0; overlap < CocoScale.Overlaps; overlap++)
            {
                if (!curve.Compute(_matches[label, Views[view].Size], overlap, Views[view].Limit, [])) continue;
                _metrics[label, view, overlap] = new CurveMetrics(curve.Average, curve.Recall);
                if (view == Best100 && overlap == Overlap50) _curve50[label] = [.. curve.Values];
                if (view == Best100 && overlap == Overlap75) _curve75[label] = [.. curve.Values];
            }
    }

    private CurveMetrics? Mean(int[] labels, int view, int[] overlaps)
    {
        var (precision, recall, count) = (0.0, 0.0, 0);
        foreach (var label in labels)
            foreach (var overlap in overlaps)
            {
                if (_metrics[label, view, overlap] is not { } metrics) continue;
                precision += metrics.Precision;
                recall += metrics.Recall;
                count++;
            }
        return count > 0 ? new CurveMetrics(precision / count, recall / count) : null;
    }
}
