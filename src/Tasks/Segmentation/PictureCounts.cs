namespace Graft.Tasks;

/// <summary>Pixels of one picture by class: hits, true and predicted ones.</summary>
internal sealed class PictureCounts
{
    public PictureCounts(int classes)
    {
        (Hits, True, Predicted, BoundaryF) = (new long[classes], new long[classes], new long[classes], new double[classes]);
        Array.Fill(BoundaryF, double.NaN);
    }

    /// <summary>From a confusion matrix: the row is the true class, the column the predicted one.</summary>
    public static PictureCounts Of(ReadOnlySpan<long> confusion, int classes)
    {
        var counts = new PictureCounts(classes);
        for (var truth = 0; truth < classes; truth++)
            for (var predicted = 0; predicted < classes; predicted++)
            {
                var pixels = confusion[truth * classes + predicted];
                counts.True[truth] += pixels;
                counts.Predicted[predicted] += pixels;
                if (truth == predicted) counts.Hits[truth] = pixels;
            }
        return counts;
    }

    public long[] Hits { get; }

    public long[] True { get; }

    public long[] Predicted { get; }

    /// <summary>F-score of the outlines; NaN where the class is neither there nor predicted.</summary>
    public double[] BoundaryF { get; }

    public void Add(byte truth, byte predicted)
    {
        True[truth]++;
        Predicted[predicted]++;
        if (truth == predicted) Hits[truth]++;
    }
}
