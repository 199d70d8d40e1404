namespace Graft.Networks;

/// <summary>Sorts the parameters of a graph by what a checkpoint has for them.</summary>
internal sealed class CheckpointComparison(Graph graph, ICheckpoint file, LoadOptions options)
{
    private readonly ICheckpoint _checkpoint = NetworkCheckpoint.Of(graph, file);
    private readonly List<string> _loaded = [], _missing = [], _mistyped = [], _counters = [], _constants = [];
    private readonly List<ShapeDifference> _misshapen = [];
    private readonly Lazy<string?> _headModule = new(() => HeadModule(graph, options.HeadStage));
    private readonly HashSet<string> _reinitialised = new(StringComparer.Ordinal);

    public LoadReport Report()
    {
        foreach (var spec in graph.Parameters) Sort(spec);
        Renew();
        var known = graph.Parameters.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        var report = new LoadReport
        {
            Model = graph.Name,
            File = _checkpoint.Path,
            Loaded = [.. _loaded.Where(name => !_reinitialised.Contains(name))],
            Missing = _missing,
            Unexpected = [.. _checkpoint.Entries.Keys.Where(name => !known.Contains(name))],
            Misshapen = _misshapen,
            Mistyped = _mistyped,
            Reinitialised = [.. graph.Parameters.Select(spec => spec.Name).Where(_reinitialised.Contains)],
            Derived = [.. _constants.Where(name => !_reinitialised.Contains(name))],
            CountersFromZero = [.. _counters.Where(name => !_reinitialised.Contains(name))],
            NestedUnder = _checkpoint.NestedUnder,
            StrippedPrefix = NetworkCheckpoint.PrefixOf(graph, file),
            Ignored = _checkpoint.Ignored,
            Renamed = _checkpoint is RenamedCheckpoint renamed ? renamed.Renamed : [],
            Problems = [],
        };
        return report with { Problems = [.. Problems(report)] };
    }

    private void Sort(ParameterSpec spec)
    {
        if (!_checkpoint.Entries.TryGetValue(spec.Name, out var entry))
            (spec.Role == ParameterRole.BatchCount ? _counters : ConstantBuffer.Is(spec) ? _constants : _missing).Add(spec.Name);
        else if (!entry.Shape.SequenceEqual(spec.Shape) && !(spec.Role is ParameterRole.BatchCount or ParameterRole.PositionIndex && entry.Count == spec.Count))
            _misshapen.Add(new(spec.Name, spec.Shape, entry.Shape));
        else if (spec.Role is not (ParameterRole.BatchCount or ParameterRole.PositionIndex) && !entry.Type.IsFloating())
            _mistyped.Add(spec.Name);
        else
            _loaded.Add(spec.Name);
    }

    // A layer is renewed whole: the bias of the old classes is no start for the weights of new ones.
    private void Renew()
    {
        var misshapen = _misshapen.Select(difference => difference.Name).ToHashSet(StringComparer.Ordinal);
        var missing = _missing.ToHashSet(StringComparer.Ordinal);
        foreach (var layer in graph.Parameters.GroupBy(spec => spec.Name[..Math.Max(0, spec.Name.LastIndexOf('.'))]))
        {
            var isAuxiliary = IsAuxiliary(layer.First().Name);
            var isHead = layer.First().Stage == options.HeadStage;
            var mayBeNew = options.AllowNewHead && (isAuxiliary || isHead);
            if ((isHead && options.RenewHead) || options.WithoutValues.Any(prefix => layer.First().Name.StartsWith(prefix, StringComparison.Ordinal))
                || layer.Any(spec => mayBeNew && misshapen.Contains(spec.Name) || (mayBeNew || isAuxiliary) && missing.Contains(spec.Name)))
                _reinitialised.UnionWith(layer.Select(spec => spec.Name));
        }
    }

    private IEnumerable<Problem> Problems(LoadReport report)
    {
        foreach (var name in report.Missing.Where(IsAProblem))
            yield return new(name, "is missing from the checkpoint.", "Use a checkpoint of this model.");
        foreach (var difference in report.Misshapen.Where(difference => IsAProblem(difference.Name)))
            yield return new(difference.Name, $"is {TensorShape.Text(difference.Actual)}, {graph.Name} needs {TensorShape.Text(difference.Expected)}.",
                "Use a checkpoint of this model.");
        foreach (var name in report.Mistyped.Where(IsAProblem))
            yield return new(name, $"is stored as {_checkpoint.Entries[name].Type}, not as floating-point numbers.",
                "Use a checkpoint that is not quantised.");
        foreach (var name in report.Unexpected.Where(name => !IsAuxiliary(name) && !IsOtherHead(name)))
            yield return new(name, $"is in the checkpoint, {graph.Name} has no such tensor.", "Use a checkpoint of this model.");
        foreach (var name in report.Reinitialised.Where(name => options.Initial?.ContainsKey(name) != true))
            yield return new(name, "must be initialised, and no initial values were given.", $"Set {nameof(LoadOptions)}.{nameof(LoadOptions.Initial)}.");
    }

    private bool IsAProblem(string name) => !_reinitialised.Contains(name);

    private bool IsAuxiliary(string name) => options.Auxiliary.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    // A classifier that the user built otherwise, which gets a new head here: fc.1.weight behind a dropout for fc.weight.
    private bool IsOtherHead(string name) => options.AllowNewHead && _headModule.Value is { } module && name.StartsWith(module, StringComparison.Ordinal);

    private static string? HeadModule(Graph graph, string stage)
    {
        var layers = graph.Parameters.Where(spec => spec.Stage == stage)
            .Select(spec => spec.Name[..Math.Max(0, spec.Name.LastIndexOf('.'))]).Distinct().ToList();
        return layers is [{ Length: > 0 } layer] ? $"{layer.Split('.')[0]}." : null;
    }
}
