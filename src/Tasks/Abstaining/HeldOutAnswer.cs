namespace Graft.Tasks;

/// <summary>A classifier's answer to an image that it did not learn from.</summary>
/// <param name="Confidence">Probability of the predicted class.</param>
/// <param name="Label">The predicted class.</param>
/// <param name="IsRight">Whether it is the image's class.</param>
internal readonly record struct HeldOutAnswer(float Confidence, int Label, bool IsRight);
