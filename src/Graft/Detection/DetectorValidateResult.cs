using Graft.Artifacts;
using Graft.Tasks;

namespace Graft;

/// <summary>What a measurement of a detector found.</summary>
/// <param name="Report">Every metric; COCO's for boxes are its <see cref="DetectionReport.Boxes"/>, for masks its <see cref="DetectionReport.Masks"/>.</param>
/// <param name="Manifest">What the file says of itself.</param>
/// <param name="Notes">What the examination of the data found.</param>
public sealed record DetectorValidateResult(DetectionReport Report, Manifest Manifest, IReadOnlyList<Problem> Notes);
