namespace Graft.Tasks;

/// <summary>Counts of several images, some of them several times, with the metrics that follow from them.</summary>
internal sealed class SegmentationSums(int classes)
{
    private readonly double[] _hits = new double[classes];
    private readonly double[] _true = new double[classes];
    private readonly double[] _predicted = new double[classes];
    private readonly double[] _boundary = new double[classes];
    private readonly double[] _boundaryCount = new double[classes];
    private readonly double[] _images = new double[classes];
    private double _count;

    public void Clear()
    {
        foreach (var sums in new[] { _hits, _true, _predicted, _boundary, _boundaryCount, _images }) Array.Clear(sums);
        _count = 0;
    }

    public void Add(ImageCounts image, int times)
    {
        _count += times;
        for (var label = 0; label < classes; label++)
        {
            _hits[label] += times * image.Hits[label];
            _true[label] += times * image.True[label];
            _predicted[label] += times * image.Predicted[label];
            if (image.True[label] + image.Predicted[label] > 0) _images[label] += times;
            if (double.IsNaN(image.BoundaryF[label])) continue;
            _boundary[label] += times * image.BoundaryF[label];
            _boundaryCount[label] += times;
        }
    }

    /// <summary>Images on which a class is or was predicted.</summary>
    public double Images(int label) => _images[label];

    /// <summary>The number of images that a mean over the classes rests on.</summary>
    public double ImagesOfAverage => Math.Min(_count, MetricInterval.ImagesOfMean(_images));

    public long Pixels => (long)_true.Sum();

    public double True(int label) => _true[label];

    public double? IoU(int label) => Ratio(_hits[label], _true[label] + _predicted[label] - _hits[label]);

    public double? Dice(int label) => Ratio(2 * _hits[label], _true[label] + _predicted[label]);

    public double? BoundaryF(int label) => Ratio(_boundary[label], _boundaryCount[label]);

    public double MeanIoU => Mean(IoU) ?? 0;

    public double MeanDice => Mean(Dice) ?? 0;

    /// <summary>Null where no image has a boundary, or none was looked for.</summary>
    public double? MeanBoundaryF => Mean(BoundaryF);

    public double MeanAccuracy => Mean(label => Ratio(_hits[label], _true[label])) ?? 0;

    public double PixelAccuracy => Ratio(_hits.Sum(), _true.Sum()) ?? 0;

    public double FrequencyWeightedIoU => Ratio(Enumerable.Range(0, classes).Sum(label => _true[label] * (IoU(label) ?? 0)), _true.Sum()) ?? 0;

    public SegmentationClassScore Class(string name, int label) => new(name, (long)_true[label], IoU(label))
    {
        Dice = Dice(label),
        Precision = Ratio(_hits[label], _predicted[label]),
        Recall = Ratio(_hits[label], _true[label]),
        BoundaryF = BoundaryF(label),
    };

    public static double MeanIoUOf(ImageCounts image)
    {
        var sums = new SegmentationSums(image.Hits.Length);
        sums.Add(image, 1);
        return sums.MeanIoU;
    }

    private double? Mean(Func<int, double?> metric)
    {
        var (sum, count) = (0.0, 0);
        for (var label = 0; label < classes; label++)
            if (metric(label) is { } value) (sum, count) = (sum + value, count + 1);
        return count > 0 ? sum / count : null;
    }

    private static double? Ratio(double part, double whole) => whole > 0 ? part / whole : null;
}

/// <summary>Pixels of one image by class: hits, true and predicted ones.</summary>
internal sealed class ImageCounts
{
    public ImageCounts(int classes)
    {
        (Hits, True, Predicted, BoundaryF) = (new long[classes], new long[classes], new long[classes], new double[classes]);
        Array.Fill(BoundaryF, double.NaN);
    }

    /// <summary>From a confusion matrix: the row is the true class, the column the predicted one.</summary>
    public static ImageCounts Of(ReadOnlySpan<long> confusion, int classes)
    {
        var counts = new ImageCounts(classes);
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

    /// <summary>Pixels that do not count.</summary>
    public long Ignored { get; set; }

    /// <summary>The cells of the confusion matrix that are not 0: true class times classes plus predicted class, and pixels.</summary>
    public IReadOnlyList<(int Cell, long Pixels)> Cells { get; set; } = [];

    /// <summary>F-score of the polygons; NaN where the class is neither there nor predicted.</summary>
    public double[] BoundaryF { get; }

    public void Add(byte truth, byte predicted)
    {
        True[truth]++;
        Predicted[predicted]++;
        if (truth == predicted) Hits[truth]++;
    }
}
