namespace Graft.Data;

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
