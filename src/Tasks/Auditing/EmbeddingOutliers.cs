using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>Images unlike all others: the mean distance to the nearest neighbours among the features (Ramaswamy, Rastogi and Shim 2000).</summary>
internal static class EmbeddingOutliers
{
    private const int Neighbours = 5;

    // Of more, every image is compared with so many: who is far from these is far.
    private const int MaxCompared = 5000;

    private const double Deviations = 3, Most = 0.02, OfNormal = 1.4826;

    /// <summary>How far each image is from its neighbours, in robust deviations above the median (of the median absolute deviation).</summary>
    /// <param name="features">N x F values, row by row.</param>
    /// <param name="count">N.</param>
    /// <param name="units">Images of one unit are copies and no neighbours of one another; null without copies.</param>
    public static double[] Score(float[] features, int count, IReadOnlyList<int>? units)
    {
        var width = features.Length / count;
        var rows = new float[features.Length];
        for (var i = 0; i < count; i++)
        {
            var row = features.AsSpan(i * width, width);
            TensorPrimitives.Divide(row, Math.Max(TensorPrimitives.Norm<float>(row), 1e-12f), rows.AsSpan(i * width, width));
        }
        var far = new double[count];
        var step = Math.Max(1, (count + MaxCompared - 1) / MaxCompared);
        Parallel.For(0, count, i =>
        {
            Span<float> nearest = stackalloc float[Neighbours];
            nearest.Fill(float.NegativeInfinity);
            var own = rows.AsSpan(i * width, width);
            for (var j = 0; j < count; j += step)
            {
                if (j == i || units is not null && units[j] == units[i]) continue;
                var alike = TensorPrimitives.Dot(own, rows.AsSpan(j * width, width));
                if (alike <= nearest[^1]) continue;
                var at = Neighbours - 1;
                for (; at > 0 && nearest[at - 1] < alike; at--) nearest[at] = nearest[at - 1];
                nearest[at] = alike;
            }
            var (sum, found) = (0.0, 0);
            foreach (var alike in nearest)
                if (float.IsFinite(alike)) (sum, found) = (sum + 1 - alike, found + 1);
            far[i] = found == 0 ? 0 : sum / found;
        });
        var median = Median(far);
        var deviation = OfNormal * Median([.. far.Select(value => Math.Abs(value - median))]);
        return [.. far.Select(value => deviation > 0 ? (value - median) / deviation : 0)];
    }

    /// <summary>The images that are far from all others, the farthest first: beyond three deviations, and a few of all at most.</summary>
    public static IReadOnlyList<int> Far(double[] scores) => [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] > Deviations)
        .OrderByDescending(i => scores[i]).Take(Math.Max(5, (int)(Most * scores.Length)))];

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
