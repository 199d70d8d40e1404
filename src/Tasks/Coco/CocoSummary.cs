namespace Graft.Tasks;

/// <summary>Precision and recall of each class, view and overlap.</summary>
internal sealed class CocoSummary : ICocoSample
{
    // Sizes of objects and detections an image of each view.
    private static readonly (int Size, int Limit)[] Views =
    [
        (CocoScale.AllSizes, 1), (CocoScale.AllSizes, 10), (CocoScale.AllSizes, CocoScale.MaxDetections),
        (1, CocoScale.MaxDetections), (2, CocoScale.MaxDetections), (3, CocoScale.MaxDetections),
    ];

    private readonly IReadOnlyList<string> _classes;
    private readonly ClassMatches[,] _matches;
    private readonly (double Precision, double Recall)?[,,] _curves; // class, view, overlap
    private readonly double[][] _curve50, _curve75;

    public CocoSummary(IReadOnlyList<string> classes, ClassMatches[,] matches, int images, int workers)
    {
        Images = CocoResample.ImagesOf([.. classes.Select((_, label) => matches[label, CocoScale.AllSizes])], images);
        (_classes, _matches) = (classes, matches);
        _curves = new (double, double)?[classes.Count, Views.Length, CocoScale.Overlaps];
        (_curve50, _curve75) = (new double[classes.Count][], new double[classes.Count][]);
        ImageWork.Each(classes.Count, workers, Compute);
    }

    public double Images { get; }

    public double? Precision(CocoView view, int? overlap = null) => Mean(Enumerable.Range(0, _classes.Count), view, overlap)?.Precision;

    public double? Recall(CocoView view, int? overlap = null) => Mean(Enumerable.Range(0, _classes.Count), view, overlap)?.Recall;

    public CocoClassResult Class(int label)
    {
        var matches = _matches[label, CocoScale.AllSizes];
        var all = Mean([label], CocoView.Best100, null);
        var at50 = Mean([label], CocoView.Best100, CocoScale.Overlap50);
        return new CocoClassResult(_classes[label], matches.ObjectCount, matches.Sorted.Length, all?.Precision, at50?.Precision)
        {
            AR = all?.Recall,
            Precision50 = _curve50[label],
            Precision75 = _curve75[label],
        };
    }

    private void Compute(int label)
    {
        (_curve50[label], _curve75[label]) = ([], []);
        var curve = new PrecisionCurve(_matches[label, CocoScale.AllSizes].Sorted.Length);
        for (var view = 0; view < Views.Length; view++)
            for (var overlap = 0; overlap < CocoScale.Overlaps; overlap++)
            {
                if (!curve.Compute(_matches[label, Views[view].Size], overlap, Views[view].Limit, [])) continue;
                _curves[label, view, overlap] = (curve.Average, curve.Recall);
                if (view != (int)CocoView.Best100) continue;
                if (overlap == CocoScale.Overlap50) _curve50[label] = [.. curve.Values];
                if (overlap == CocoScale.Overlap75) _curve75[label] = [.. curve.Values];
            }
    }

    private (double Precision, double Recall)? Mean(IEnumerable<int> labels, CocoView view, int? overlap)
    {
        var (first, end) = overlap is { } only ? (only, only + 1) : (0, CocoScale.Overlaps);
        var (precision, recall, count) = (0.0, 0.0, 0);
        foreach (var label in labels)
            for (var at = first; at < end; at++)
            {
                if (_curves[label, (int)view, at] is not { } curve) continue;
                precision += curve.Precision;
                recall += curve.Recall;
                count++;
            }
        return count > 0 ? (precision / count, recall / count) : null;
    }
}
