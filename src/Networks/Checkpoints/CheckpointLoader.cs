using System.Numerics.Tensors;

namespace Graft.Networks;

/// <summary>Fills a graph from a checkpoint: everything is compared first, nothing is loaded in part.</summary>
internal static class CheckpointLoader
{
    /// <summary>Compares names, shapes and types without reading a value.</summary>
    public static LoadReport Compare(Graph graph, ICheckpoint checkpoint, LoadOptions? options = null) =>
        new CheckpointComparison(graph, checkpoint, options ?? new()).Report();

    /// <summary>
    /// Every parameter of the graph: from the checkpoint, or, for a head with other classes and for auxiliary
    /// classifiers, from <see cref="LoadOptions.Initial"/>.
    /// </summary>
    /// <exception cref="ProblemsException">Anything else differs, or a value is not a finite number; all of it is listed.</exception>
    public static LoadedParameters Load(Graph graph, ICheckpoint checkpoint, LoadOptions? options = null)
    {
        options ??= new();
        var report = Compare(graph, checkpoint, options);
        if (report.Problems.Count > 0) throw Refusal(graph, checkpoint, [.. EarlierForm(graph, checkpoint, options), .. report.Problems]);

        checkpoint = NetworkCheckpoint.Of(graph, checkpoint);
        var parameters = new ParameterSet();
        var broken = new List<Problem>();
        var renewed = report.Reinitialised.ToHashSet(StringComparer.Ordinal);
        var derived = report.Derived.ToHashSet(StringComparer.Ordinal);
        var counters = report.CountersFromZero.ToHashSet(StringComparer.Ordinal);
        foreach (var spec in graph.Parameters)
        {
            var tensor = renewed.Contains(spec.Name) ? Initial(options.Initial!, spec)
                : counters.Contains(spec.Name) ? new HostTensor(spec.Shape, [0])
                : derived.Contains(spec.Name) ? new HostTensor(spec.Shape, ConstantBuffer.Of(spec)!)
                : checkpoint.Read(spec.Name) with { Shape = spec.Shape };
            if (tensor.Data.Length > 0 && !float.IsFinite(TensorPrimitives.MaxMagnitude(tensor.Data)))
                broken.Add(new(spec.Name, "holds values that are not finite numbers.", "Use an undamaged checkpoint, saved before training diverged."));
            if (ConstantBuffer.IsOutOfRange(spec, tensor))
                broken.Add(new(spec.Name, "points outside of the table of relative positions.", "Use an undamaged checkpoint."));
            parameters.Set(spec.Name, tensor);
        }
        return broken.Count == 0 ? new(parameters, report) : throw Refusal(graph, checkpoint, broken);
    }

    // A copy: training changes what it is given, and the caller may use its initial values again.
    private static HostTensor Initial(ParameterSet initial, ParameterSpec spec)
    {
        var tensor = initial[spec.Name];
        if (!tensor.Shape.SequenceEqual(spec.Shape))
            throw new ArgumentException(
                $"The initial value of '{spec.Name}' is {TensorShape.Text(tensor.Shape)}, not {TensorShape.Text(spec.Shape)}.", nameof(initial));
        return tensor with { Data = (float[])tensor.Data.Clone() };
    }

    // The most helpful thing to say comes first.
    private static IEnumerable<Problem> EarlierForm(Graph graph, ICheckpoint checkpoint, LoadOptions options) => ModelCatalogue.EarlierForms
        .Where(entry => entry.EarlierFormOf == graph.Name && Compare(entry.Build(graph.OutputChannels), checkpoint, options).Problems.Count == 0)
        .Select(entry => new Problem(graph.Name, "has changed since this checkpoint was made.",
            $"Use {Flag.Of("--model", entry.Name)}, which is its earlier form."));

    private static ProblemsException Refusal(Graph graph, ICheckpoint checkpoint, IReadOnlyList<Problem> problems) =>
        new($"The checkpoint '{checkpoint.Path}' for {graph.Name}", problems);
}
