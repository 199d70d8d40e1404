namespace Graft.Tasks;

/// <summary>Checked scores and labels of N images and C classes, with the predicted class of each image.</summary>
internal sealed class ScoreTable
{
    // Softmax outputs in float32 sum to 1 within about 1e-6; half precision and int8 models stay within this.
    private const double SumTolerance = 5e-3;

    /// <exception cref="GraftException">Sizes, labels or scores do not fit together.</exception>
    public ScoreTable(float[] scores, int[] labels, IReadOnlyList<string> classes)
    {
        LabelledRows.Check(scores, labels, classes.Count, "scores");
        if (classes.Distinct(StringComparer.Ordinal).Count() != classes.Count)
            throw new GraftException("Two classes have the same name.", "Class names differ.");
        (Scores, Labels, Classes, Predicted) = (scores, labels, classes, new int[labels.Length]);
        for (var i = 0; i < labels.Length; i++) Predicted[i] = Examine(i);
    }

    public float[] Scores { get; }

    public int[] Labels { get; }

    public IReadOnlyList<string> Classes { get; }

    public int[] Predicted { get; }

    public int Count => Labels.Length;

    public ReadOnlySpan<float> Row(int i) => Scores.AsSpan(i * Classes.Count, Classes.Count);

    private int Examine(int i)
    {
        var sum = 0.0;
        var best = 0;
        var row = Row(i);
        for (var c = 0; c < row.Length; c++)
        {
            sum += row[c];
            if (row[c] < -1e-6 || row[c] > 1 + 1e-6) throw NotProbabilities(i, $"class '{Classes[c]}' has {row[c]}");
            if (row[c] > row[best]) best = c;
        }
        if (Math.Abs(sum - 1) > SumTolerance) throw NotProbabilities(i, $"they sum to {sum:0.####}");
        return best;
    }

    private static GraftException NotProbabilities(int i, string what) => new(
        $"The scores of image {i} are not probabilities: {what}.", "Each lies in 0..1 and they sum to 1.", "Put logits through Softmax.Apply first.");
}
