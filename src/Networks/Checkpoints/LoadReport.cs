namespace Graft.Networks;

/// <summary>What a checkpoint has for a graph, known before anything is loaded. Names are the graph's.</summary>
internal sealed record LoadReport
{
    /// <summary>Name of the graph.</summary>
    public required string Model { get; init; }

    /// <summary>The checkpoint file.</summary>
    public required string File { get; init; }

    /// <summary>Parameters that come from the checkpoint.</summary>
    public required IReadOnlyList<string> Loaded { get; init; }

    /// <summary>Parameters the checkpoint does not have.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Tensors of the checkpoint the graph has no place for.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    /// <summary>Tensors with another shape.</summary>
    public required IReadOnlyList<ShapeDifference> Misshapen { get; init; }

    /// <summary>Weights stored as integers: quantised, or something else altogether.</summary>
    public required IReadOnlyList<string> Mistyped { get; init; }

    /// <summary>Parameters of the head and of auxiliary classifiers that get fresh values.</summary>
    public required IReadOnlyList<string> Reinitialised { get; init; }

    /// <summary>Counters (<c>num_batches_tracked</c>) the checkpoint leaves out; they start at 0, which changes no result.</summary>
    public required IReadOnlyList<string> CountersFromZero { get; init; }

    /// <summary>Buffers of known values (<c>relative_position_index</c>) the checkpoint leaves out; they are computed.</summary>
    public IReadOnlyList<string> Derived { get; init; } = [];

    /// <summary>Key under which the parameters were nested ("state_dict"), or null.</summary>
    public string? NestedUnder { get; init; }

    /// <summary>Prefix of all names in the checkpoint that was dropped ("module."), or empty.</summary>
    public required string StrippedPrefix { get; init; }

    /// <summary>Names of the checkpoint in an earlier or in timm's spelling, which were read as the graph's (DenseNet's <c>norm.1</c>).</summary>
    public IReadOnlyList<string> Renamed { get; init; } = [];

    /// <summary>
    /// What was left in the checkpoint: entries that are not tensors, tensors beside the network, and constants that are worked out here
    /// (<c>attn_mask</c>).
    /// </summary>
    public required IReadOnlyList<string> Ignored { get; init; }

    /// <summary>What stands in the way of loading; empty when nothing does.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>
    /// What was taken and what was left, for people: "best.pth: 122 tensors taken from 'state_dict' under 'model.'; left: epoch, optimizer".
    /// Null where the file holds the network's tensors and nothing else.
    /// </summary>
    public string? Describe()
    {
        IReadOnlyList<string> left = [.. Unexpected, .. Ignored];
        if (NestedUnder is null && StrippedPrefix.Length == 0 && Renamed.Count == 0 && left.Count == 0) return null;
        var under = (NestedUnder, StrippedPrefix) switch
        {
            (null, "") => "",
            (null, var prefix) => $" from '{prefix}'",
            (var nest, "") => $" from '{nest}'",
            var (nest, prefix) => $" from '{nest}' under '{prefix}'",
        };
        var shown = string.Join(", ", left.Take(MaxShown)) + (left.Count > MaxShown ? $" and {left.Count - MaxShown} more" : "");
        var text = $"{Path.GetFileName(File)}: {Loaded.Count} tensors taken{under}{(Renamed.Count > 0 ? ", under other names" : "")}; "
            + $"{(Reinitialised.Count > 0 ? $"{Reinitialised.Count} new; " : "")}left: {(left.Count > 0 ? shown : "nothing")}.";
        // Names come from the file and go to a terminal.
        return string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
    }

    private const int MaxShown = 8;
}

/// <summary>A tensor that is in the checkpoint with another shape than the graph's.</summary>
/// <param name="Name">Checkpoint key.</param>
/// <param name="Expected">Shape in the graph.</param>
/// <param name="Actual">Shape in the checkpoint.</param>
internal sealed record ShapeDifference(string Name, IReadOnlyList<int> Expected, IReadOnlyList<int> Actual)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} is {TensorShape.Text(Actual)}, the graph needs {TensorShape.Text(Expected)}";
}

/// <summary>The outcome of <see cref="CheckpointLoader.Load"/>.</summary>
/// <param name="Parameters">Every parameter of the graph, in the graph's order.</param>
/// <param name="Report">Where each came from.</param>
internal sealed record LoadedParameters(ParameterSet Parameters, LoadReport Report);
