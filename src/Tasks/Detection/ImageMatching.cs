namespace Graft.Tasks;

/// <summary>Matches the detections of one class in one image: the best score chooses first, and takes the object it covers best.</summary>
internal sealed class ImageMatching(int image, List<TrueObject> truth, List<Detection> detections, double[] overlaps)
{
    public void Run(ClassMatches matches, (double Min, double Max) area, CocoOptions options)
    {
        var ignored = new bool[truth.Count];
        for (var i = 0; i < truth.Count; i++)
            ignored[i] = truth[i].IsCrowd || truth[i].IsIgnored || IsOutside(truth[i].EffectiveArea, area);
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
