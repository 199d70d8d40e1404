namespace Graft.Tasks;

/// <summary>Overlaps of the detections with the objects of one image. With a crowd it is the share of the detection that lies inside.</summary>
internal static class OverlapTable
{
    /// <summary>Detections x objects, row by row.</summary>
    public static double[] Of(IReadOnlyList<Detection> detections, IReadOnlyList<TrueObject> truth, OverlapKind kind)
    {
        var table = new double[detections.Count * truth.Count];
        for (int d = 0, at = 0; d < detections.Count; d++)
            for (var t = 0; t < truth.Count; t++, at++)
                table[at] = Of(detections[d], truth[t], kind);
        return table;
    }

    public static double Of(Detection detection, TrueObject item, OverlapKind kind)
    {
        double shared, own, other;
        if (kind == OverlapKind.Boxes)
        {
            var (found, there) = (detection.Exact, item.Exact);
            shared = found.Intersection(there);
            if (shared <= 0) return 0;
            (own, other) = (found.Area, there.Area);
        }
        else
        {
            if (detection.Mask!.Bounds.Intersection(item.Mask!.Bounds) <= 0) return 0;
            shared = detection.Mask.Intersection(item.Mask);
            if (shared <= 0) return 0;
            (own, other) = (detection.Mask.Area, item.Mask.Area);
        }
        return shared / (item.IsCrowd ? own : own + other - shared);
    }
}
