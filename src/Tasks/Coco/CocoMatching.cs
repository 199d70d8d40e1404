using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Gives each detection its object, image by image and class by class.</summary>
internal static class CocoMatching
{
    /// <summary>One entry a class and range of sizes.</summary>
    public static ClassMatches[,] Run(int classes, IReadOnlyList<IReadOnlyList<ObjectAnnotation>> truth,
        IReadOnlyList<IReadOnlyList<Detection>> detections, CocoOptions options)
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

    private static ClassMatches?[,] Part(int classes, (int From, int To) images,
        (IReadOnlyList<IReadOnlyList<ObjectAnnotation>> Truth, IReadOnlyList<IReadOnlyList<Detection>> Detections) data, CocoOptions options)
    {
        var matches = new ClassMatches?[classes, CocoScale.Sizes];
        var trueOf = new List<ObjectAnnotation>[classes];
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

    /// <summary>Matches the detections of one class in one image: the best score chooses first, and takes the object it covers best.</summary>
    private sealed class ImageMatching(int image, List<ObjectAnnotation> truth, List<Detection> detections, double[] overlaps)
    {
        public void Run(ClassMatches matches, (double Min, double Max) area, CocoOptions options)
        {
            var ignored = new bool[truth.Count];
            for (var i = 0; i < truth.Count; i++)
                ignored[i] = truth[i].IsIgnored || IsOutside(truth[i].EvaluatedArea, area);
            // Those that count are tried first; a detection falls back on the others only when it finds none.
            int[] order = [.. Enumerable.Range(0, truth.Count).OrderBy(i => ignored[i])];
            matches.AddObjects(image, ignored.Count(one => !one));

            var (matched, forgiven) = (new ushort[detections.Count], new ushort[detections.Count]);
            var taken = new bool[truth.Count];
            for (var t = 0; t < CocoScale.Overlaps; t++)
            {
                Array.Clear(taken);
                for (var d = 0; d < detections.Count; d++)
                {
                    var best = Best(d, CocoScale.Overlap[t], order, ignored, taken);
                    if (best < 0) continue;
                    taken[best] = true;
                    matched[d] |= (ushort)(1 << t);
                    if (ignored[best]) forgiven[d] |= (ushort)(1 << t);
                }
            }
            for (var d = 0; d < detections.Count; d++)
            {
                if (IsOutside(SizeOf(detections[d], options), area)) forgiven[d] |= (ushort)~matched[d];
                matches.Add(new MatchedDetection(detections[d].Score, image, d, matched[d], forgiven[d]));
            }
        }

        private int Best(int detection, double overlap, int[] order, bool[] ignored, bool[] taken)
        {
            var (best, min) = (-1, Math.Min(overlap, 1 - 1e-10));
            foreach (var i in order)
            {
                if (taken[i] && !truth[i].IsCrowd) continue;
                if (best >= 0 && !ignored[best] && ignored[i]) break;
                var found = overlaps[detection * truth.Count + i];
                if (found < min) continue; // of equal overlaps the last one wins, as in pycocotools
                (best, min) = (i, found);
            }
            return best;
        }

        private static bool IsOutside(double size, (double Min, double Max) area) => size < area.Min || size > area.Max;

        private static double SizeOf(Detection detection, CocoOptions options) =>
            options.Overlap == OverlapKind.Masks && !options.SizeByBox ? detection.Mask!.Area : detection.Exact.Area;
    }
}
