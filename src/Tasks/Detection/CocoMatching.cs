namespace Graft.Tasks;

/// <summary>Gives each detection its object, image by image and class by class.</summary>
internal static class CocoMatching
{
    /// <summary>One entry a class and range of sizes.</summary>
    public static ClassMatches[,] Run(int classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, CocoOptions options)
    {
        var parts = ImageWork.Run(truth.Count, options.Workers, (from, to) => Part(classes, (from, to), (truth, detections), options));
        var matches = new ClassMatches[classes, CocoScale.Sizes];
        ImageWork.Each(classes, options.Workers, label =>
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

    private static ClassMatches?[,] Part(int classes, (int From, int To) images, (IReadOnlyList<IReadOnlyList<TrueObject>> Truth, IReadOnlyList<IReadOnlyList<Detection>> Detections) data, CocoOptions options)
    {
        var matches = new ClassMatches?[classes, CocoScale.Sizes];
        var trueOf = new List<TrueObject>[classes];
        var foundOf = new List<Detection>[classes];
        for (var label = 0; label < classes; label++) (trueOf[label], foundOf[label]) = ([], []);
        for (var image = images.From; image < images.To; image++)
        {
            foreach (var item in data.Truth[image]) trueOf[item.Label].Add(item);
            foreach (var item in data.Detections[image]) foundOf[item.Label].Add(item);
            for (var label = 0; label < classes; label++)
            {
                if (trueOf[label].Count + foundOf[label].Count == 0) continue;
                List<Detection> best = [.. foundOf[label].OrderByDescending(item => item.Score).Take(CocoScale.MaxDetections)];
                var matching = new ImageMatching(image, trueOf[label], best, OverlapTable.Of(best, trueOf[label], options.Overlap));
                for (var size = 0; size < CocoScale.Sizes; size++)
                    matching.Run(matches[label, size] ??= new ClassMatches(), CocoScale.Areas[size], options);
                trueOf[label].Clear();
                foundOf[label].Clear();
            }
        }
        return matches;
    }
}
