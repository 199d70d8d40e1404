namespace Graft.Reports;

/// <summary>The model file of a run.</summary>
/// <param name="Path">As shown to the user.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Hash of the file in hexadecimal.</param>
/// <param name="LargestDifference">Largest difference between trainer and ONNX Runtime in the parity gate; null when not measured.</param>
public sealed record ArtifactSummary(string Path, long Bytes, string Sha256, double? LargestDifference = null);
