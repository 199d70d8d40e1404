namespace Graft.Networks;

/// <summary>One architecture of the catalogue.</summary>
public sealed record ModelEntry
{
    private readonly Func<string, int, int, Graph> _build;

    internal ModelEntry(Func<string, int, Graph> build) => _build = (name, classes, _) => build(name, classes);

    /// <summary>A network with parameters whose shape depends on the image's side, which is the last argument.</summary>
    internal ModelEntry(Func<string, int, int, Graph> build) => _build = build;

    /// <summary>Name, as torchvision has it (EfficientNet-Lite: timm's without <c>tf_</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Name of the family, for people.</summary>
    public required string Family { get; init; }

    /// <summary>Title and source of the publication.</summary>
    public required string Paper { get; init; }

    /// <summary>Side of the square image it was published with, in pixels. Other sizes work: every graph takes them.</summary>
    public required int InputSize { get; init; }

    /// <summary>What the stem does with the image, and what is peculiar about its input.</summary>
    public required string FirstLayer { get; init; }

    /// <summary>A tiny twin: the same operations at widths of 8 to 32, for tests. Not shown to users.</summary>
    public bool IsTwin { get; init; }

    /// <summary>
    /// The listed model this is an earlier form of, for checkpoints of that time; null for all others. Found by name, not listed.
    /// </summary>
    public string? EarlierFormOf { get; init; }

    /// <summary>The network, ending in a linear layer over the classes: logits, N x <paramref name="classes"/>.</summary>
    /// <param name="classes">Classes, at least one.</param>
    /// <param name="positions">
    /// Side of the square images that position embeddings are for, in pixels; 0 for <see cref="InputSize"/>. Only ViT has them; its published
    /// weights have different sizes. The graph takes images of any size all the same: the embeddings are resampled.
    /// </param>
    /// <exception cref="GraftException">Fewer than one class.</exception>
    public Graph Build(int classes = 1000, int positions = 0) => classes >= 1
        ? _build(Name, classes, positions > 0 ? positions : InputSize)
        : throw new GraftException($"{Name} cannot have {classes} classes.", "At least one is needed.");

    /// <summary>As <see cref="Build(int, int)"/>, with position embeddings of the size that the checkpoint has.</summary>
    /// <exception cref="GraftException">Fewer than one class.</exception>
    internal Graph Build(int classes, ICheckpoint checkpoint)
    {
        var graph = Build(classes);
        if (graph.Nodes.Select(node => node.Operation).OfType<Operation.TokenEmbedding>().FirstOrDefault() is not { } embedding) return graph;
        var found = NetworkCheckpoint.Of(graph, checkpoint).Entries.GetValueOrDefault(embedding.Positions);
        if (found?.Shape is not [1, var tokens, _]) return graph; // loading will say what is wrong
        var grid = (int)Math.Round(Math.Sqrt(tokens - 1));
        return grid == embedding.Grid || grid * grid != tokens - 1 ? graph : Build(classes, InputSize / embedding.Grid * grid);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
