namespace Graft.Tasks;

/// <summary>Gives each detection its object, picture by picture and class by class.</summary>
internal static class CocoMatching
{
    /// <summary>One entry a class and range of sizes.</summary>
    public static ClassMatches[,] Run(int classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, CocoOptions options)
    {
        var parts = PictureWork.Run(truth.Count, options.Workers, (from, to) => Part(classes, (from, to), (truth, detections), options));
        var matches = new ClassMatches[classes, CocoScale.Sizes];
        PictureWork.Each(classes, options.Workers, label =>
        {
            for (var size = 0; size < CocoScale.Sizes; size++)
            {
                matches[label, size] = new ClassMatches();
                foreach (var part in parts)
                    if (part[label, size] is { } some) matches[label, size].Append(some);
                _ = matches[label, size].Sorted; // while all threads are at hand
            }
        });
        return matches;
    }

    private static ClassMatches?[,] Part(int classes, (int From, int To) pictures, (IReadOnlyList<IReadOnlyList<TrueObject>> Truth, IReadOnlyList<IReadOnlyList<Detection>> Detections) data, CocoOptions options)
    {
        var matches = new ClassMatches?[classes, CocoScale.Sizes];
        var trueOf = new List<TrueObject>[classes];
        var foundOf = new List<Detection>[classes];
        for (var label = 0; label < classes; label++) (trueOf[label], foundOf[label]) = ([], []);
        for (var picture = pictures.From; picture < pictures.To; picture++)
        {
            foreach (var item in data.Truth[picture]) trueOf[item.Label].Add(item);
            foreach (var item in data.Detections[picture]) foundOf[item.Label].Add(item);
            for (var label = 0; label < classes; label++)
            {
                if (trueOf[label].Count + foundOf[label].Count == 0) continue;
                List<Detection> best = [.. foundOf[label].OrderByDescending(item => item.Score).Take(CocoScale.MostDetections)];
                var matching = new PictureMatching(picture, trueOf[label], best, OverlapTable.Of(best, trueOf[label], options.Overlap));
                for (var size = 0; size < CocoScale.Sizes; size++)
                    matching.Run(matches[label, size] ??= new ClassMatches(), CocoScale.Areas[size], options);
                trueOf[label].Clear();
                foundOf[label].Clear();
            }
        }
        return matches;
    }
}
