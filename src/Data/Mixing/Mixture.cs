namespace Graft.Data;

/// <summary>What was done to a batch.</summary>
/// <param name="Kind">How it was mixed.</param>
/// <param name="Share">Share of its own that each image kept; the same in its targets.</param>
public readonly record struct Mixture(MixingKind Kind, double Share);
