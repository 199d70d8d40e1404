namespace Graft.Tasks;

/// <summary>True positives, supports and predictions by class, with the metrics that follow from them.</summary>
internal sealed class ConfusionCounts(int classes)
{
    public double[] Hits { get; } = new double[classes];

    public double[] Support { get; } = new double[classes];

    public double[] Predicted { get; } = new double[classes];

    public void Clear()
    {
        Array.Clear(Hits);
        Array.Clear(Support);
        Array.Clear(Predicted);
    }

    public void Add(int label, int predicted, double times)
    {
        Support[label] += times;
        Predicted[predicted] += times;
        if (label == predicted) Hits[label] += times;
    }

    public double Accuracy => Hits.Sum() / Support.Sum();

    /// <summary>Images that were given to a class which is not theirs.</summary>
    public double Mistakes => Support.Sum() - Hits.Sum();

    /// <summary>The number of images that an average rests on.</summary>
    public double ImagesOfAverage(bool bySupport) => bySupport ? Support.Sum() : MetricInterval.ImagesOfMean(Support);

    // A class that has images but was never predicted has precision 0, as scikit-learn's zero_division = 0.
    public double? Precision(int c) => Predicted[c] > 0 ? Hits[c] / Predicted[c] : Support[c] > 0 ? 0 : null;

    public double? Recall(int c) => Support[c] > 0 ? Hits[c] / Support[c] : null;

    public double? F1(int c) => Support[c] + Predicted[c] > 0 ? 2 * Hits[c] / (Support[c] + Predicted[c]) : null;

    /// <summary>
    /// Averages over classes that count 1 or their support, as scikit-learn has them: precision and F1 over all that have images or were predicted,
    /// and recall, which is the balanced accuracy, over those that have images.
    /// </summary>
    public AverageScore Average(bool bySupport)
    {
        double precision = 0, recall = 0, f1 = 0, present = 0, seen = 0;
        for (var c = 0; c < Support.Length; c++)
        {
            if (Support[c] + Predicted[c] == 0) continue;
            var weight = bySupport ? Support[c] : 1;
            precision += weight * Precision(c)!.Value; // 0 for a class that is not there
            f1 += weight * F1(c)!.Value;
            seen += weight;
            if (Support[c] == 0) continue;
            recall += weight * Recall(c)!.Value;
            present += weight;
        }
        return new(precision / seen, recall / present, f1 / seen);
    }
}
