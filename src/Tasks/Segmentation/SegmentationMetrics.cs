using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// Adds up predicted and true classes of pixels, image by image; pixels whose true value is <see cref="ClassMap.Ignore"/> do not count.
/// Not thread-safe.
/// </summary>
internal sealed class SegmentationMetrics
{
    // Key of the IoU of each class.
    private const string ClassIoU = "iou";

    private readonly IReadOnlyList<string> _classes;
    private readonly SegmentationMetricsOptions _options;
    private readonly List<ImageCounts> _images = [];
    private readonly long[] _confusion; // of the image that is being added

    /// <summary>Nothing added yet.</summary>
    /// <param name="classes">Class names in the order of the values, 1 to 255.</param>
    /// <param name="options">The default when null.</param>
    /// <exception cref="GraftException">The number of classes or an option is out of range.</exception>
    public SegmentationMetrics(IReadOnlyList<string> classes, SegmentationMetricsOptions? options = null)
    {
        _options = options ?? new SegmentationMetricsOptions();
        if (classes.Count is < 1 or > 255) throw new GraftException($"There are {classes.Count} classes.", "Expected 1 to 255.");
        OptionsCheck.Throw("The evaluation", _options);
        _classes = classes;
        _confusion = new long[classes.Count * classes.Count];
    }

    /// <summary>Adds an image.</summary>
    /// <param name="truth">What is there.</param>
    /// <param name="predicted">What was predicted, a class for every pixel.</param>
    /// <exception cref="GraftException">The sizes differ, or a value is no class.</exception>
    public void Add(ClassMap truth, ClassMap predicted)
    {
        if ((truth.Width, truth.Height) != (predicted.Width, predicted.Height))
            throw new GraftException($"The mask is {truth.Width} x {truth.Height}, the prediction {predicted.Width} x {predicted.Height}.",
                "Expected the same size.", "Resize the prediction to the image first.");
        var counts = new ImageCounts(_classes.Count);
        Array.Clear(_confusion);
        for (var i = 0; i < truth.Values.Length; i++)
        {
            var (t, p) = (truth.Values[i], predicted.Values[i]);
            if (t == ClassMap.Ignore) counts.Ignored++;
            else if (t >= _classes.Count || p >= _classes.Count)
                throw new GraftException($"A pixel has the true value {t} and the predicted one {p}.", $"Expected 0 to {_classes.Count - 1}.");
            else
            {
                _confusion[t * _classes.Count + p]++;
                counts.Add(t, p);
            }
        }
        counts.Cells = [.. _confusion.Index().Where(cell => cell.Item > 0).Select(cell => (cell.Index, cell.Item))];
        if (_options.BoundaryTolerance > 0) BoundaryScore.Of(truth, predicted, _options.BoundaryTolerance, counts.BoundaryF);
        _images.Add(counts);
    }

    /// <summary>Some of the images alone.</summary>
    /// <param name="places">Their places, in the order in which they were added.</param>
    public SegmentationMetrics Only(IReadOnlyList<int> places)
    {
        var some = new SegmentationMetrics(_classes, _options with { Units = _options.Units is { } units ? [.. places.Select(at => units[at])] : null });
        some._images.AddRange(places.Select(at => _images[at]));
        return some;
    }

    /// <summary>The metrics of all images added so far.</summary>
    /// <exception cref="GraftException">There is none.</exception>
    public SegmentationReport Report()
    {
        if (_images.Count == 0) throw new GraftException("There is no image to measure.", "At least one is needed.");
        var all = new SegmentationSums(_classes.Count);
        foreach (var image in _images) all.Add(image, 1);
        var intervals = Resample();
        return new SegmentationReport
        {
            Classes = _classes,
            Metrics = SegmentationMetricTable.Table.Measure(all, (row, _) => intervals.Answer(row.Key)),
            Images = _images.Count,
            Pixels = all.Pixels,
            IgnoredPixels = _images.Sum(image => image.Ignored),
            PerClass = [.. _classes.Select((name, label) => all.Class(name, label) with { IoUInterval = intervals[ClassIoU, label] })],
            ConfusionMatrix = Matrix(),
            ImageIoU = [.. _images.Select(SegmentationSums.MeanIoUOf)],
            IntervalMethod = intervals.Method,
            Notes = [.. Notes(all)],
        };
    }

    /// <summary>The main metric less that of another model on the same images.</summary>
    /// <param name="other">The other model's, of the same images in the same order.</param>
    public PairedAnswer Less(SegmentationMetrics other)
    {
        return PairedResampling.Difference(_images.Count, Bootstrap, times => MainOf(_images, times), times => MainOf(other._images, times));

        double? MainOf(List<ImageCounts> images, ReadOnlySpan<int> times)
        {
            var sums = new SegmentationSums(_classes.Count);
            for (var i = 0; i < times.Length; i++)
                if (times[i] > 0) sums.Add(images[i], times[i]);
            return SegmentationMetricTable.Table.Rows[0].Value(sums);
        }
    }

    private BootstrapOptions Bootstrap =>
        new() { Resamples = _options.Resamples, Level = _options.Level, Seed = _options.Seed, Units = _options.Units };

    /// <summary>What a training watches, by key.</summary>
    /// <param name="confusion">classes x classes pixels: the row is the true class, the column the predicted one.</param>
    /// <param name="classes">Number of classes.</param>
    internal static Dictionary<string, double> Monitor(ReadOnlySpan<long> confusion, int classes)
    {
        var sums = new SegmentationSums(classes);
        sums.Add(ImageCounts.Of(confusion, classes), 1);
        return SegmentationMetricTable.Table.Monitor(sums);
    }

    private long[][] Matrix()
    {
        long[][] matrix = [.. _classes.Select(_ => new long[_classes.Count])];
        foreach (var (cell, pixels) in _images.SelectMany(image => image.Cells)) matrix[cell / _classes.Count][cell % _classes.Count] += pixels;
        return matrix;
    }

    private ResampledIntervals Resample()
    {
        var sums = new SegmentationSums(_classes.Count);
        return ResampledIntervals.Run(_images.Count, Bootstrap,
            [
                .. SegmentationMetricTable.Table.Resampled,
                .. ResampledIntervals.OfClasses<SegmentationSums>(ClassIoU, _classes.Count, (sample, label) => sample.IoU(label),
                    (sample, label) => sample.Images(label), IntervalKind.Overlap),
            ],
            times =>
            {
                sums.Clear();
                for (var i = 0; i < times.Length; i++)
                    if (times[i] > 0) sums.Add(_images[i], times[i]);
                return sums;
            });
    }

    private IEnumerable<string> Notes(SegmentationSums all)
    {
        var absent = Enumerable.Range(0, _classes.Count).Where(label => all.True(label) == 0).Select(label => _classes[label]).ToList();
        if (absent.Count > 0) yield return $"There is no pixel of {string.Join(", ", absent)}.";
    }
}
