using Graft.Artifacts;
using Graft.Tasks;

namespace Graft;

/// <summary>What a model file is worth on labelled images.</summary>
/// <param name="Report">Every metric, with intervals.</param>
/// <param name="Manifest">What the file says of itself.</param>
/// <param name="LeftOut">Images that could not be read, with the reason.</param>
public sealed record ValidateResult(ClassificationReport Report, Manifest Manifest, IReadOnlyList<Problem> LeftOut);
