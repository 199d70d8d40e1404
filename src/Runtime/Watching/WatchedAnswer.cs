using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>What a network answers about an image that is compared with others.</summary>
/// <param name="Embedding">What it keeps of the image; empty where the file has no embedding.</param>
/// <param name="Confidence">How sure it is, 0 to 1.</param>
/// <param name="Labels">The predicted classes.</param>
/// <param name="Scores">Of a classifier, the scores of all classes.</param>
internal sealed record WatchedAnswer(float[] Embedding, float Confidence, IReadOnlyList<LabelAmount> Labels, float[]? Scores = null);
