namespace Graft.Faces;

/// <summary>A person that a face is near to.</summary>
/// <param name="Name">The name.</param>
/// <param name="Distance">How far, in the metric of the contract: 0 is the same descriptor.</param>
/// <param name="Source">The file of the nearest sample, or null where none was said.</param>
public sealed record FaceMatch(string Name, double Distance, string? Source = null);
