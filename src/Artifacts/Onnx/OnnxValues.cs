namespace Graft.Artifacts;

/// <summary>
/// Names of a graph's values by node. A feature map may exist channels first (N x C x H x W), as convolutions want it, or channels last
/// (N x H x W x C), as layer norms and matrix products do, or both: it is transposed when it is first asked for in the other layout.
/// </summary>
internal sealed class OnnxValues(OnnxModel model)
{
    private readonly Dictionary<int, string> _first = [];
    private readonly Dictionary<int, string> _last = [];
    private readonly HashSet<string> _transposed = [];

    /// <summary>The name channels first; of a flat value, its only name.</summary>
    public string First(int node)
    {
        if (_first.TryGetValue(node, out var name)) return name;
        var last = _last[node];
        return _first[node] = Transposed($"{last}/first", last, 0, 3, 1, 2);
    }

    /// <summary>The name channels last.</summary>
    public string Last(int node)
    {
        if (_last.TryGetValue(node, out var name)) return name;
        var first = _first[node];
        return _last[node] = Transposed($"{first}/last", first, 0, 2, 3, 1);
    }

    /// <summary>Whether it exists channels last and costs nothing there.</summary>
    public bool IsLast(int node) => _last.ContainsKey(node);

    public void SetFirst(int node, string name) => _first[node] = name;

    public void SetLast(int node, string name) => _last[node] = name;

    // Several nodes may stand for one value, such as what stochastic depth passes on: it is transposed once.
    private string Transposed(string name, string value, params ReadOnlySpan<int> order) =>
        _transposed.Add(name) ? model.Node("Transpose", name, [value], OnnxAttribute.Integers("perm", order)) : name;
}
