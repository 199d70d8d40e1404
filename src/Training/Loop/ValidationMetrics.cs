namespace Graft.Training;

/// <summary>Figures on the validation pictures, all between 0 and 1 but for the loss.</summary>
/// <param name="Loss">Mean log-loss, natural logarithm, neither smoothed nor weighted.</param>
/// <param name="Accuracy">Share of pictures named rightly.</param>
/// <param name="BalancedAccuracy">Mean over the classes that occur of the share named rightly.</param>
public sealed record ValidationMetrics(double Loss, double Accuracy, double BalancedAccuracy)
{
    /// <summary>The names <see cref="TrainingOptions.Monitor"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["loss", "accuracy", "balanced_accuracy"];

    /// <summary>Whether these are better than others by the named figure; equal figures are told apart by the loss.</summary>
    public bool IsBetterThan(ValidationMetrics? other, string monitor)
    {
        if (other is null) return true;
        var (mine, theirs) = (Value(monitor), other.Value(monitor));
        return mine > theirs || mine == theirs && Loss < other.Loss;
    }

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
        return new ValidationMetrics(loss / labels.Length, (double)right.Sum() / labels.Length, recalls.Average());
    }

    /// <summary>The named figure, with the loss turned round: more is better.</summary>
    internal double Value(string monitor) => monitor switch
    {
        "loss" => -Loss,
        "accuracy" => Accuracy,
        "balanced_accuracy" => BalancedAccuracy,
        _ => throw new GraftException($"'{monitor}' is not a figure to watch.", $"They are {string.Join(", ", Names)}."),
    };
}
