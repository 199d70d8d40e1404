namespace Graft.Tasks;

/// <summary>Pairs objects and detections by overlap alone, so that a wrong class becomes visible.</summary>
internal static class ConfusionMatching
{
    private const double LeastOverlap = 0.5;

    public static DetectionConfusion Run(int classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, double threshold)
    {
        var matrix = new int[classes + 1][];
        for (var row = 0; row <= classes; row++) matrix[row] = new int[classes + 1];
        for (var picture = 0; picture < truth.Count; picture++)
            Add(matrix, truth[picture], [.. detections[picture].Where(item => item.Score >= threshold)]);
        return new DetectionConfusion(threshold, matrix);
    }

    private static void Add(int[][] matrix, IReadOnlyList<TrueObject> truth, List<Detection> found)
    {
        var background = matrix.Length - 1;
        var overlaps = OverlapTable.Of(found, truth, OverlapKind.Boxes);
        var pairs = from d in Enumerable.Range(0, found.Count)
                    from t in Enumerable.Range(0, truth.Count)
                    let overlap = overlaps[d * truth.Count + t]
                    where overlap >= LeastOverlap && !IsForgiven(truth[t])
                    orderby overlap descending, found[d].Label == truth[t].Label descending, found[d].Score descending
                    select (d, t);
        var (usedFound, usedTrue) = (new bool[found.Count], new bool[truth.Count]);
        foreach (var (d, t) in pairs)
        {
            if (usedFound[d] || usedTrue[t]) continue;
            usedFound[d] = usedTrue[t] = true;
            matrix[truth[t].Label][found[d].Label]++;
        }
        for (var t = 0; t < truth.Count; t++)
            if (!usedTrue[t] && !IsForgiven(truth[t])) matrix[truth[t].Label][background]++;
        for (var d = 0; d < found.Count; d++)
            if (!usedFound[d] && !Enumerable.Range(0, truth.Count).Any(t => IsForgiven(truth[t]) && overlaps[d * truth.Count + t] >= LeastOverlap)) matrix[background][found[d].Label]++;
    }

    private static bool IsForgiven(TrueObject item) => item.IsCrowd || item.IsIgnored;
}
