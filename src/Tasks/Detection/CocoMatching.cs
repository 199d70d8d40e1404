namespace Graft.Tasks;

/// <summary>Gives each detection its object, picture by picture and class by class.</summary>
internal static class CocoMatching
{
    /// <summary>One entry a class and range of sizes.</summary>
    public static ClassMatches[,] Run(int classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, CocoOptions options)
    {
        var matches = new ClassMatches[classes, CocoScale.Sizes];
        for (var label = 0; label < classes; label++)
            for (var size = 0; size < CocoScale.Sizes; size++) matches[label, size] = new ClassMatches();
        var trueOf = new List<TrueObject>[classes];
        var foundOf = new List<Detection>[classes];
        for (var label = 0; label < classes; label++) (trueOf[label], foundOf[label]) = ([], []);
        for (var picture = 0; picture < truth.Count; picture++)
        {
            foreach (var item in truth[picture]) trueOf[item.Label].Add(item);
            foreach (var item in detections[picture]) foundOf[item.Label].Add(item);
            for (var label = 0; label < classes; label++)
            {
                if (trueOf[label].Count + foundOf[label].Count == 0) continue;
                List<Detection> best = [.. foundOf[label].OrderByDescending(item => item.Score).Take(CocoScale.MostDetections)];
                var overlaps = OverlapTable.Of(best, trueOf[label], options.Overlap);
                for (var size = 0; size < CocoScale.Sizes; size++)
                    new PictureMatching(picture, trueOf[label], best, overlaps).Run(matches[label, size], CocoScale.Areas[size], options);
                trueOf[label].Clear();
                foundOf[label].Clear();
            }
        }
        return matches;
    }
}
