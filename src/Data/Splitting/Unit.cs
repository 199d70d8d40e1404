namespace Graft.Data;

/// <summary>Images that stay together: one user group, one set of copies, or what both tie together. Most hold one image.</summary>
internal sealed class Unit(IReadOnlyList<Sample> members, int classes)
{
    public IReadOnlyList<Sample> Members { get; } = members;

    /// <summary>Members of each class.</summary>
    public int[] Count { get; } = ImageDataset.Count(members, classes);

    /// <summary>Units of the data set in the order of their first name, whatever the order of the samples.</summary>
    public static List<Unit> Of(IEnumerable<Sample> samples, int classes, Examination? examination)
    {
        var sorted = samples.OrderBy(sample => sample.Name, StringComparer.Ordinal).ToArray();
        var index = sorted.Select((sample, at) => (sample.Name, at)).ToDictionary(pair => pair.Name, pair => pair.at, StringComparer.Ordinal);
        var sets = new UnionFind(sorted.Length);
        foreach (var group in sorted.Where(sample => sample.Group is not null).GroupBy(sample => sample.Group))
            JoinAll(sets, [.. group.Select(sample => index[sample.Name])]);
        JoinCopies(sets, index, examination);
        return [.. sets.Sets().Select(set => new Unit([.. set.Select(at => sorted[at])], classes))];
    }

    /// <summary>
    /// For each sample the name of the unit it stays in one fold with; null where it stands alone. Where copies tie all samples together there is
    /// nothing to hold out, so that then the users' own groups alone count.
    /// </summary>
    public static IReadOnlyList<string?> GroupsOf(IReadOnlyList<Sample> samples, Examination? examination)
    {
        var units = Of(samples, samples.Select(sample => sample.Label).DefaultIfEmpty(-1).Max() + 1, examination);
        if (units.Count < 2) return [.. samples.Select(sample => sample.Group)];
        var group = units.Where(unit => unit.Members.Count > 1).SelectMany(unit => unit.Members.Select(member => (member.Name, Unit: unit.Members[0].Name)))
            .ToDictionary(pair => pair.Name, pair => pair.Unit, StringComparer.Ordinal);
        return [.. samples.Select(sample => group.GetValueOrDefault(sample.Name))];
    }

    /// <summary>For each image the number of the set of copies that it is in, whatever groups the user made; null where there are no copies.</summary>
    /// <param name="names">The images, each once.</param>
    /// <param name="examination">Tells which are copies.</param>
    public static IReadOnlyList<int>? CopiesOf(IReadOnlyList<string> names, Examination? examination)
    {
        var sets = new UnionFind(names.Count);
        JoinCopies(sets, names.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal), examination);
        int[] numbers = [.. Enumerable.Range(0, names.Count).Select(sets.Find)];
        return numbers.Index().All(pair => pair.Item == pair.Index) ? null : numbers;
    }

    private static void JoinCopies(UnionFind sets, Dictionary<string, int> index, Examination? examination)
    {
        foreach (var copies in examination?.CopyGroups ?? [])
            JoinAll(sets, [.. copies.Where(index.ContainsKey).Select(name => index[name])]);
    }

    private static void JoinAll(UnionFind sets, int[] items)
    {
        for (var i = 1; i < items.Length; i++) sets.Join(items[0], items[i]);
    }
}

/// <summary>Disjoint sets with path halving; the smallest index represents its set, so results do not depend on the order of joins.</summary>
internal sealed class UnionFind(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];

    public int Find(int item)
    {
        while (_parent[item] != item) item = _parent[item] = _parent[_parent[item]];
        return item;
    }

    public void Join(int one, int other)
    {
        (one, other) = (Find(one), Find(other));
        _parent[Math.Max(one, other)] = Math.Min(one, other);
    }

    /// <summary>The sets, each ascending, ordered by their smallest member.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Sets() =>
        [.. Enumerable.Range(0, _parent.Length).GroupBy(Find).OrderBy(set => set.Key).Select(set => (IReadOnlyList<int>)[.. set])];
}
