namespace Graft.Tasks;

/// <summary>Counts of several images, some of them several times, with the metrics that follow from them.</summary>
internal sealed class SegmentationSums(int classes)
{
    private readonly double[] _hits = new double[classes];
    private readonly double[] _true = new double[classes];
    private readonly double[] _predicted = new double[classes];
    private readonly double[] _boundary = new double[classes];
    private readonly double[] _boundaryCount = new double[classes];

    public void Clear()
    {
        foreach (var sums in new[] { _hits, _true, _predicted, _boundary, _boundaryCount }) Array.Clear(sums);
    }

    public void Add(ImageCounts image, int times)
    {
        for (var label = 0; label < classes; label++)
        {
            _hits[label] += times * image.Hits[label];
            _true[label] += times * image.True[label];
            _predicted[label] += times * image.Predicted[label];
            if (double.IsNaN(image.BoundaryF[label])) continue;
            _boundary[label] += times * image.BoundaryF[label];
            _boundaryCount[label] += times;
        }
    }

    public long Pixels => (long)_true.Sum();

    public double True(int label) => _true[label];

    public double? IoU(int label) => Ratio(_hits[label], _true[label] + _predicted[label] - _hits[label]);

    public double? Dice(int label) => Ratio(2 * _hits[label], _true[label] + _predicted[label]);

    public double? BoundaryF(int label) => Ratio(_boundary[label], _boundaryCount[label]);

    public double MeanIoU => Mean(IoU);

    public double MeanDice => Mean(Dice);

    public double MeanBoundaryF => Mean(BoundaryF);

    public double MeanAccuracy => Mean(label => Ratio(_hits[label], _true[label]));

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

    private double Mean(Func<int, double?> metric)
    {
        var (sum, count) = (0.0, 0);
        for (var label = 0; label < classes; label++)
            if (metric(label) is { } value) (sum, count) = (sum + value, count + 1);
        return count > 0 ? sum / count : 0;
    }

    private static double? Ratio(double part, double whole) => whole > 0 ? part / whole : null;
}
