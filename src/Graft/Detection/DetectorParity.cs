using Graft.Artifacts;

namespace Graft;

/// <summary>How a detector's file and its trainer agree on made-up images.</summary>
/// <param name="Largest">The largest differences of what both find.</param>
/// <param name="Detections">Detections of the trainer that the file was asked about; 0 where the trainer finds nothing, however unsure it may be.</param>
/// <param name="Rejected">Images that tell nothing and for which others were taken, with the reason: two scores so close that suppression keeps either box.</param>
public sealed record DetectorParity(DetectionDifference Largest, int Detections, IReadOnlyList<string> Rejected);
