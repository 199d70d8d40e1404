using Graft.Tasks;

namespace Graft.Training;

/// <summary>Metrics of a classifier on validation images.</summary>
internal static class ClassificationValidationMetrics
{
    // Among more images a choice is too good by less than is worth a line, and what they were told would be most of a checkpoint.
    private const int MaxWithAnswers = 20_000;

    /// <summary>From logits.</summary>
    /// <param name="logits">count x classes.</param>
    /// <param name="labels">count class indices.</param>
    /// <param name="classes">Number of classes.</param>
    public static ValidationMetrics Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        var (loss, metrics, answers) = ClassificationMetrics.Monitor(logits, labels, classes);
        return new ValidationMetrics(loss, metrics) { Answers = labels.Length <= MaxWithAnswers ? answers : null };
    }
}
