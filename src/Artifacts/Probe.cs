namespace Graft.Artifacts;

/// <summary>An input and what the trainer answered, so that a file can test itself.</summary>
/// <param name="Seed">The image is made from this seed by <see cref="ProbeImages"/>: nothing of the user's data is stored.</param>
/// <param name="Scores">The trainer's scores.</param>
public sealed record Probe(ulong Seed, IReadOnlyList<float> Scores)
{
    /// <summary>Probabilities of the masks, some cells of each; null where the network draws none.</summary>
    public IReadOnlyList<float>? Masks { get; init; }
}
