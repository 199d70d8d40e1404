namespace Graft.Training;

/// <summary>Metrics of a classifier on validation images.</summary>
public static class ClassificationValidationMetrics
{
    /// <summary>Name of the share of images classified correctly.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Name of the mean over the classes that occur of the share classified correctly.</summary>
    public const string BalancedAccuracy = "balanced_accuracy";

    /// <summary>From logits.</summary>
    /// <param name="logits">count x classes.</param>
    /// <param name="labels">count class indices.</param>
    /// <param name="classes">Number of classes.</param>
    public static ValidationMetrics Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        var (right, seen) = (new int[classes], new int[classes]);
        var loss = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = logits.Slice(i * classes, classes);
            var best = 0;
            for (var j = 1; j < classes; j++) if (row[j] > row[best]) best = j;
            var sum = 0.0;
            foreach (var logit in row) sum += Math.Exp(logit - row[best]);
            loss += Math.Log(sum) + row[best] - row[labels[i]];
            seen[labels[i]]++;
            if (best == labels[i]) right[best]++;
        }
        var recalls = Enumerable.Range(0, classes).Where(label => seen[label] > 0).Select(label => (double)right[label] / seen[label]).ToList();
        return new ValidationMetrics(loss / labels.Length, new Dictionary<string, double>
        {
            [Accuracy] = (double)right.Sum() / labels.Length,
            [BalancedAccuracy] = recalls.Average(),
        });
    }
}
