namespace Graft.Tasks;

/// <summary>The highest of many scores.</summary>
internal static class TopScores
{
    /// <summary>Indices of the highest, by falling score; equal ones in their order.</summary>
    public static int[] Of(ReadOnlySpan<float> scores, int max)
    {
        if (scores.Length <= max) return Nms.Order(scores);
        // A heap of the best so far, the worst of them on top: one pass, whatever the number of anchors.
        var heap = new PriorityQueue<int, (float Score, int Index)>(max + 1);
        for (var i = 0; i < scores.Length; i++)
        {
            if (heap.Count < max) heap.Enqueue(i, (scores[i], -i));
            else if (heap.TryPeek(out _, out var worst) && scores[i] > worst.Score) heap.DequeueEnqueue(i, (scores[i], -i));
        }
        var best = new int[heap.Count];
        for (var i = best.Length - 1; i >= 0; i--) best[i] = heap.Dequeue();
        return best;
    }
}
