namespace Graft.Tasks;

/// <summary>Pixels of one image by class: hits, true and predicted ones.</summary>
internal sealed class ImageCounts
{
    public ImageCounts(int classes)
    {
        (Hits, True, Predicted, BoundaryF) = (new long[classes], new long[classes], new long[classes], new double[classes]);
        Array.Fill(BoundaryF, double.NaN);
    }

    public long[] Hits { get; }

    public long[] True { get; }

    public long[] Predicted { get; }

    /// <summary>F-score of the polygons; NaN where the class is neither there nor predicted.</summary>
    public double[] BoundaryF { get; }

    public void Add(byte truth, byte predicted)
    {
        True[truth]++;
        Predicted[predicted]++;
        if (truth == predicted) Hits[truth]++;
    }
}
