using Graft.Runtime;

namespace Graft.Faces;

/// <summary>Faces that are linked by distances below a threshold: the faces of one person are one group, by way of those between.</summary>
internal static class FaceComponents
{
    /// <summary>The groups, each of indices; those with most faces first.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Of(IReadOnlyList<float[]> descriptors, FaceContract contract, double threshold)
    {
        var group = Enumerable.Range(0, descriptors.Count).ToArray();
        for (var i = 0; i < descriptors.Count; i++)
            for (var j = 0; j < i; j++)
                if (group[i] != group[j] && contract.Distance(descriptors[i], descriptors[j]) < threshold)
                {
                    var (from, to) = (group[i], group[j]);
                    for (var k = 0; k < group.Length; k++)
                        if (group[k] == from) group[k] = to;
                }
        return [.. Enumerable.Range(0, group.Length).GroupBy(i => group[i]).OrderByDescending(own => own.Count()).Select(own => own.ToArray())];
    }

    /// <summary>The smallest distance between two groups.</summary>
    public static double Between(IEnumerable<int> first, IEnumerable<int> second, IReadOnlyList<float[]> descriptors, FaceContract contract) =>
        (from one in first from other in second select contract.Distance(descriptors[one], descriptors[other])).Min();
}
