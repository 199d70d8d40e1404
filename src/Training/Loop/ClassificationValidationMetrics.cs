using Graft.Tasks;

namespace Graft.Training;

/// <summary>Metrics of a classifier on validation images.</summary>
internal static class ClassificationValidationMetrics
{
    /// <summary>From logits.</summary>
    /// <param name="logits">count x classes.</param>
    /// <param name="labels">count class indices.</param>
    /// <param name="classes">Number of classes.</param>
    public static ValidationMetrics Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        var (loss, metrics, answers) = ClassificationMetrics.Monitor(logits, labels, classes);
        return new ValidationMetrics(loss, metrics) { Answers = answers };
    }
}
