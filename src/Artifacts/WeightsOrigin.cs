namespace Graft.Artifacts;

/// <summary>Provenance of pretrained weights.</summary>
/// <param name="Name">Model and tag, or the file's name.</param>
/// <param name="Source">Address or description of the source.</param>
/// <param name="Licence">SPDX identifier or a sentence.</param>
/// <param name="Sha256">Hash of the file.</param>
public sealed record WeightsOrigin(string Name, string Source, string Licence, string Sha256);
