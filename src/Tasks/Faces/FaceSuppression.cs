using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>One suppression over what tiles, levels and orientations found: of boxes that overlap, or of which one holds the other, the surest stays.</summary>
internal static class FaceSuppression
{
    private const double MaxOverlap = 0.3, MaxContained = 0.6;

    /// <summary>Indices of the boxes that stay, the surest first.</summary>
    public static IReadOnlyList<int> Run(IReadOnlyList<Box> boxes, IReadOnlyList<float> scores)
    {
        List<int> kept = [];
        foreach (var at in Nms.Order(scores.ToArray()))
            if (kept.TrueForAll(other => !IsSame(boxes[at], boxes[other]))) kept.Add(at);
        return kept;
    }

    private static bool IsSame(Box one, Box other)
    {
        var shared = one.Intersection(other);
        return shared > 0 && (one.IoU(other) > MaxOverlap || shared > MaxContained * Math.Min(one.Area, other.Area));
    }
}
