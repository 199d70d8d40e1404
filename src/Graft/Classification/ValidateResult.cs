using Graft.Artifacts;
using Graft.Tasks;

namespace Graft;

/// <summary>What a model file is worth on labelled pictures.</summary>
/// <param name="Report">Every figure, with intervals.</param>
/// <param name="Manifest">What the file says of itself.</param>
/// <param name="LeftOut">Pictures that could not be read, with the reason.</param>
public sealed record ValidateResult(ClassificationReport Report, Manifest Manifest, IReadOnlyList<Problem> LeftOut);
