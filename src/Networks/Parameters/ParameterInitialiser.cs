namespace Graft.Networks;

/// <summary>
/// Fresh values for a graph. Each tensor draws from a generator of its own, derived from the seed and its name, so
/// the same seed gives the same numbers whatever else the network has.
/// </summary>
internal static class ParameterInitialiser
{
    private const int Chunk = 1 << 16;

    /// <summary>Every parameter, as the graph's family was published with (<see cref="Graph.Initialisation"/>). Norms start as the identity.</summary>
    public static ParameterSet Create(Graph graph, ulong seed) => Fill(graph, seed, only: null);

    /// <summary>
    /// Only the parameters of these names: for what a checkpoint lacks, at no cost for what it has. A linear classifier is a new head on a network that has
    /// learned: normal with deviation 0.01 and no bias, so that the first scores are near zero for every class whatever the family (that of EfficientNet
    /// draws by the number of classes, and with few of them begins at a loss of 4 to 5). Everything else is as <see cref="Create"/> draws it. Names
    /// that the graph does not have are left out.
    /// </summary>
    public static ParameterSet CreateNamed(Graph graph, ulong seed, IReadOnlyCollection<string> names)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        return wanted.Count == 0 ? new() : Fill(graph, seed, wanted);
    }

    private static ParameterSet Fill(Graph graph, ulong seed, HashSet<string>? only)
    {
        var set = new ParameterSet();
        foreach (var node in graph.Nodes)
            foreach (var parameter in ParameterSpecs.Of(node))
            {
                if (only?.Contains(parameter.Name) == false) continue;
                var draw = only is not null && IsClassifier(graph, node) ? OfNewHead(parameter) : Draw.Of(graph, node, parameter);
                set.Set(parameter.Name, new HostTensor(parameter.Shape, Values(parameter, draw, seed)));
            }
        return set;
    }

    private static bool IsClassifier(Graph graph, Node node) =>
        node.Operation is Operation.Linear && (node.Index == graph.Output || node.Index == graph.Auxiliary);

    private static Draw OfNewHead(ParameterSpec parameter) => parameter.Role is ParameterRole.LinearWeight ? Draw.Normal(0.01) : Draw.Constant(0);

    private static float[] Values(ParameterSpec parameter, Draw draw, ulong seed)
    {
        if (ConstantBuffer.Of(parameter) is { } constant) return constant;
        var values = new float[parameter.Count];
        if (draw.Spread == 0) Array.Fill(values, (float)draw.Centre);
        else
            Parallel.For(0, (values.Length + Chunk - 1) / Chunk, chunk =>
                draw.Fill(values.AsSpan(chunk * Chunk, Math.Min(Chunk, values.Length - chunk * Chunk)),
                    SeededRandom.For(seed, $"initialise/{parameter.Name}/{chunk}")));
        return values;
    }
}
