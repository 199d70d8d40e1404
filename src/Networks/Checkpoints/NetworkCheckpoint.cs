namespace Graft.Networks;

/// <summary>
/// What a network finds in a checkpoint, under its own names: a wrapper's prefix is dropped, and earlier and timm's spellings are today's.
/// </summary>
internal static class NetworkCheckpoint
{
    /// <summary>The checkpoint as the network's; the file stays its owner's.</summary>
    public static ICheckpoint Of(Graph graph, ICheckpoint checkpoint)
    {
        var prefix = PrefixOf(graph, checkpoint);
        ICheckpoint inside = prefix.Length > 0 ? new PrefixedCheckpoint(checkpoint, prefix) : checkpoint;
        return TimmSpelling.Modern(graph, EarlierNames.Modern(graph, inside));
    }

    /// <summary>The wrapper's prefix that is dropped; empty without one.</summary>
    public static string PrefixOf(Graph graph, ICheckpoint checkpoint)
    {
        var names = graph.Parameters.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        names.UnionWith(EarlierNames.Of(graph));
        foreach (var isEarlierSwin in (ReadOnlySpan<bool>)[false, true])
            if (TimmSpelling.NamesOf(graph, isEarlierSwin) is { } timm)
                names.UnionWith(graph.Parameters.Select(spec => timm(spec.Name)));
        return CheckpointNames.Prefix(names, graph.Parameters.Count, checkpoint);
    }
}

/// <summary>The tensors of a checkpoint that stand under a prefix, without it.</summary>
internal sealed class PrefixedCheckpoint : CheckpointView
{
    private readonly string _prefix;

    /// <param name="file">The checkpoint; not owned.</param>
    /// <param name="prefix">What is dropped.</param>
    public PrefixedCheckpoint(ICheckpoint file, string prefix) : base(file)
    {
        _prefix = prefix;
        Entries = new OrderedDictionary<string, CheckpointEntry>(file.Entries.Values.Where(entry => IsInside(entry.Name))
            .Select(entry => KeyValuePair.Create(entry.Name[prefix.Length..], entry with { Name = entry.Name[prefix.Length..] })), StringComparer.Ordinal);
    }

    public override IReadOnlyDictionary<string, CheckpointEntry> Entries { get; }

    /// <summary>What stands beside the prefix: a loss with parameters, a projection of self-supervised training.</summary>
    public override IReadOnlyList<string> Ignored => [.. File.Ignored, .. File.Entries.Keys.Where(name => !IsInside(name))];

    protected override string NameInFile(string name) => _prefix + name;

    private bool IsInside(string name) => name.StartsWith(_prefix, StringComparison.Ordinal);
}
