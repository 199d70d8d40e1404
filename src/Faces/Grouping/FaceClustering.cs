using System.Numerics.Tensors;

namespace Graft.Faces;

/// <summary>
/// Sorts faces into people without names: faces that are nearer than a threshold are neighbours; groups of neighbours are joined, the nearest first, while the
/// mean distance between all their faces stays below the threshold, and never two faces of one photograph. Who has no neighbour is left alone.
/// </summary>
internal static class FaceClustering
{
    /// <summary>Groups faces.</summary>
    /// <param name="descriptors">Of one contract.</param>
    /// <param name="photographs">The photograph of each face.</param>
    /// <param name="threshold">Distance below which two faces are of one person.</param>
    /// <param name="allowTwice">Lets two faces of one photograph be of one person, as on a collage.</param>
    /// <param name="isCosine">Whether distances are one less the cosine, in place of Euclidean.</param>
    /// <returns>The group of each face, from 0 on with the largest first; -1 for those that are left alone.</returns>
    public static int[] Run(IReadOnlyList<float[]> descriptors, IReadOnlyList<int> photographs, double threshold, bool allowTwice = false,
        bool isCosine = false)
    {
        if (isCosine)
        {
            // Of unit vectors the squared Euclidean distance is twice that of the cosine.
            descriptors = [.. descriptors.Select(Unit)];
            threshold = Math.Sqrt(2 * threshold);
        }
        var groups = new Group?[descriptors.Count];
        for (var i = 0; i < groups.Length; i++) groups[i] = new Group(i, descriptors[i], photographs[i]);
        var root = Enumerable.Range(0, descriptors.Count).ToArray();
        foreach (var (first, second, _) in Neighbours(descriptors, threshold))
        {
            var (one, other) = (Root(root, first), Root(root, second));
            if (one == other || (!allowTwice && groups[one]!.Photographs.Overlaps(groups[other]!.Photographs))) continue;
            if (groups[one]!.MeanDistance(groups[other]!) >= threshold) continue;
            if (groups[one]!.Faces.Count < groups[other]!.Faces.Count) (one, other) = (other, one);
            groups[one]!.Join(groups[other]!);
            groups[other] = null;
            root[other] = one;
        }
        var answer = new int[descriptors.Count];
        answer.AsSpan().Fill(-1);
        foreach (var (at, group) in groups.OfType<Group>().Where(group => group.Faces.Count > 1).OrderByDescending(group => group.Faces.Count)
            .ThenBy(group => group.Faces.Min()).Index())
            foreach (var face in group.Faces) answer[face] = at;
        return answer;
    }

    private static float[] Unit(float[] descriptor)
    {
        float[] values = [.. descriptor];
        GalleryIndex.Normalise(values);
        return values;
    }

    private static IEnumerable<(int, int, float)> Neighbours(IReadOnlyList<float[]> descriptors, double threshold)
    {
        var found = new List<(int First, int Second, float Distance)>[descriptors.Count];
        Parallel.For(0, descriptors.Count, i =>
        {
            found[i] = [];
            for (var j = 0; j < i; j++)
                if (FaceScan.Distance(descriptors[i], descriptors[j]) is var distance && distance < threshold) found[i].Add((j, i, distance));
        });
        return found.SelectMany(own => own).OrderBy(pair => pair.Distance).ThenBy(pair => pair.First).ThenBy(pair => pair.Second);
    }

    private static int Root(int[] root, int at)
    {
        while (root[at] != at) at = root[at] = root[root[at]];
        return at;
    }

    // The mean squared distance between two groups is that of their means and both their variances, so that no pair has to be looked at again.
    private sealed class Group(int face, float[] descriptor, int photograph)
    {
        private readonly double[] _sum = [.. descriptor.Select(value => (double)value)];
        private double _squares = TensorPrimitives.SumOfSquares<float>(descriptor);

        public List<int> Faces { get; } = [face];

        public HashSet<int> Photographs { get; } = [photograph];

        public double MeanDistance(Group other)
        {
            double between = 0, own = 0, others = 0;
            for (var i = 0; i < _sum.Length; i++)
            {
                var (mean, otherMean) = (_sum[i] / Faces.Count, other._sum[i] / other.Faces.Count);
                between += (mean - otherMean) * (mean - otherMean);
                own += mean * mean;
                others += otherMean * otherMean;
            }
            return Math.Sqrt(Math.Max(0, between + _squares / Faces.Count - own + other._squares / other.Faces.Count - others));
        }

        public void Join(Group other)
        {
            for (var i = 0; i < _sum.Length; i++) _sum[i] += other._sum[i];
            _squares += other._squares;
            Faces.AddRange(other.Faces);
            Photographs.UnionWith(other.Photographs);
        }
    }
}
