namespace Graft.Data;

/// <summary>Images that stay together: one user group, one set of copies, or what both tie together. Most hold one image.</summary>
internal sealed class Unit(IReadOnlyList<Sample> members, int classes)
{
    public IReadOnlyList<Sample> Members { get; } = members;

    /// <summary>Members of each class.</summary>
    public int[] Count { get; } = CountOf(members, classes);

    /// <summary>Units of the data set in the order of their first name, whatever the order of the samples.</summary>
    public static List<Unit> Of(IEnumerable<Sample> samples, int classes, Examination? examination)
    {
        var sorted = samples.OrderBy(sample => sample.Name, StringComparer.Ordinal).ToArray();
        var index = sorted.Select((sample, at) => (sample.Name, at)).ToDictionary(pair => pair.Name, pair => pair.at, StringComparer.Ordinal);
        var sets = new UnionFind(sorted.Length);
        foreach (var group in sorted.Where(sample => sample.Group is not null).GroupBy(sample => sample.Group))
            JoinAll(sets, [.. group.Select(sample => index[sample.Name])]);
        foreach (var copies in examination?.CopyGroups ?? [])
            JoinAll(sets, [.. copies.Where(index.ContainsKey).Select(name => index[name])]);
        return [.. sets.Sets().Select(set => new Unit([.. set.Select(at => sorted[at])], classes))];
    }

    private static void JoinAll(UnionFind sets, int[] items)
    {
        for (var i = 1; i < items.Length; i++) sets.Join(items[0], items[i]);
    }

    private static int[] CountOf(IReadOnlyList<Sample> members, int classes)
    {
        var count = new int[classes];
        foreach (var member in members) count[member.Label]++;
        return count;
    }
}
