namespace Graft.Tasks;

/// <summary>Deals images into folds with each class spread evenly and groups kept whole.</summary>
internal static class FoldAssignment
{
    /// <summary>The fold of each image, 0..folds-1.</summary>
    public static int[] Make(int[] labels, IReadOnlyList<string?>? groups, int folds, ulong seed)
    {
        var classes = labels.Max() + 1;
        var blocks = Enumerable.Range(0, labels.Length)
            .GroupBy(i => groups?[i] is { } name ? $"group {name}" : $"image {i}", StringComparer.Ordinal)
            .Select(block => block.ToArray()).ToArray();
        SeededRandom.For(seed, "probe folds").Shuffle<int[]>(blocks);
        var wanted = new double[classes];
        foreach (var label in labels) wanted[label] += 1.0 / folds;

        // Large groups first, singles last to even out; a stable sort keeps the shuffled order among equals.
        var fold = new int[labels.Length];
        var held = new double[folds, classes];
        var sizes = new int[folds];
        foreach (var block in blocks.OrderByDescending(block => block.Length))
        {
            var best = 0;
            var bestCost = double.PositiveInfinity;
            for (var k = 0; k < folds; k++)
            {
                // How full the fold already is of the block's classes, then how full it is at all.
                var cost = block.Sum(i => held[k, labels[i]] / wanted[labels[i]]) + 1e-6 * sizes[k];
                if (cost < bestCost) (best, bestCost) = (k, cost);
            }
            foreach (var i in block)
            {
                fold[i] = best;
                held[best, labels[i]]++;
                sizes[best]++;
            }
        }
        return fold;
    }
}
