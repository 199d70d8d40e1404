using Graft.Artifacts;
using Graft.Tasks;

namespace Graft;

/// <summary>What a measurement of a segmentation network found.</summary>
/// <param name="Report">Every metric, with intervals.</param>
/// <param name="Manifest">What the file says of itself.</param>
/// <param name="Notes">What the examination of the data found, and what is to be known of tiles.</param>
public sealed record SegmentValidateResult(SegmentationReport Report, Manifest Manifest, IReadOnlyList<Problem> Notes);
