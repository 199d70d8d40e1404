namespace Graft.Tasks;

/// <summary>Pairs objects and detections by overlap alone, so that a wrong class becomes visible.</summary>
internal static class ConfusionMatching
{
    private const double MinOverlap = 0.5;

    public static DetectionConfusion Run(int classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, double threshold, int workers)
    {
        var matrix = Empty(classes);
        foreach (var part in ImageWork.Run(truth.Count, workers, Part))
            for (var row = 0; row <= classes; row++)
                for (var column = 0; column <= classes; column++) matrix[row][column] += part[row][column];
        return new DetectionConfusion(threshold, matrix);

        int[][] Part(int from, int to)
        {
            var part = Empty(classes);
            for (var image = from; image < to; image++) Add(part, truth[image], detections[image], threshold);
            return part;
        }
    }

    /// <summary>The matrix of one image.</summary>
    public static int[][] Of(int classes, IReadOnlyList<TrueObject> truth, IReadOnlyList<Detection> detections, double threshold)
    {
        var matrix = Empty(classes);
        Add(matrix, truth, detections, threshold);
        return matrix;
    }

    private static int[][] Empty(int classes)
    {
        var matrix = new int[classes + 1][];
        for (var row = 0; row <= classes; row++) matrix[row] = new int[classes + 1];
        return matrix;
    }

    private static void Add(int[][] matrix, IReadOnlyList<TrueObject> truth, IReadOnlyList<Detection> detections, double threshold)
    {
        var background = matrix.Length - 1;
        List<Detection> found = [.. detections.Where(item => item.Score >= threshold)];
        var overlaps = OverlapTable.Of(found, truth, OverlapKind.Boxes);
        var pairs = from d in Enumerable.Range(0, found.Count)
                    from t in Enumerable.Range(0, truth.Count)
                    let overlap = overlaps[d * truth.Count + t]
                    where overlap >= MinOverlap && !IsForgiven(truth[t])
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
            if (!usedFound[d] && !Enumerable.Range(0, truth.Count).Any(t => IsForgiven(truth[t]) && overlaps[d * truth.Count + t] >= MinOverlap)) matrix[background][found[d].Label]++;
    }

    private static bool IsForgiven(TrueObject item) => item.IsCrowd || item.IsIgnored;
}
