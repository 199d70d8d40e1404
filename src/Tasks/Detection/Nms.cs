using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Non-maximum suppression: of boxes that cover each other, the one with the highest score stays.</summary>
public static class Nms
{
    /// <summary>Indices of the boxes that stay, the highest score first; equal scores in their order.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="scores">A score for each.</param>
    /// <param name="threshold">Boxes with more IoU than this with one that stays are dropped.</param>
    /// <param name="max">How many may stay.</param>
    public static int[] Run(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, double threshold, int max = int.MaxValue) =>
        Run(boxes, scores, [], threshold, max);

    /// <summary>The same within each group alone: boxes of different groups (classes, levels) never suppress each other.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="scores">A score for each.</param>
    /// <param name="groups">A group for each; empty when all are of one.</param>
    /// <param name="threshold">Boxes with more IoU than this with one of their group that stays are dropped.</param>
    /// <param name="max">How many may stay.</param>
    public static int[] Run(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> groups, double threshold, int max = int.MaxValue)
    {
        var order = Order(scores);
        var areas = new float[boxes.Length];
        for (var i = 0; i < areas.Length; i++) areas[i] = BoxOverlap.Area(boxes[i]);
        var dropped = new bool[boxes.Length];
        List<int> kept = [];
        for (var i = 0; i < order.Length && kept.Count < max; i++)
        {
            if (dropped[order[i]]) continue;
            var at = order[i];
            kept.Add(at);
            var box = boxes[at];
            for (var j = i + 1; j < order.Length; j++)
            {
                var other = order[j];
                if (dropped[other] || !groups.IsEmpty && groups[other] != groups[at]) continue;
                var shared = BoxOverlap.Shared(box, boxes[other]);
                // The quotient in single precision against the threshold in double, as torchvision. No quotient of nothing: two empty boxes would give no number.
                if (shared > 0 && shared / (areas[at] + areas[other] - shared) > threshold) dropped[other] = true;
            }
        }
        return [.. kept];
    }

    /// <summary>
    /// The largest number of single precision that is not above a threshold: engines that compare in single precision then drop the same boxes. 0.3 as the
    /// nearest float is above 0.3, and an overlap of exactly that float would stay.
    /// </summary>
    public static float Single(double threshold) => (float)threshold is var nearest && nearest > threshold ? MathF.BitDecrement(nearest) : nearest;

    /// <summary>Indices by falling score; equal scores stay in their order.</summary>
    internal static int[] Order(ReadOnlySpan<float> scores)
    {
        var order = new int[scores.Length];
        var keys = new (float Score, int Index)[scores.Length];
        for (var i = 0; i < order.Length; i++) (order[i], keys[i]) = (i, (scores[i], i));
        Array.Sort(keys, order, Comparer<(float Score, int Index)>.Create(static (a, b) =>
            a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Index.CompareTo(b.Index)));
        return order;
    }
}
