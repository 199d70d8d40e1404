using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Adds up predicted and true classes of pixels, image by image; pixels whose true value is <see cref="ClassMap.Ignore"/> do not count. Not thread-safe.</summary>
public sealed class SegmentationMetrics
{
    private readonly IReadOnlyList<string> _classes;
    private readonly SegmentationMetricsOptions _options;
    private readonly List<ImageCounts> _images = [];
    private readonly long[][] _matrix;
    private long _ignored;

    /// <summary>Nothing added yet.</summary>
    /// <param name="classes">Class names in the order of the values, 1 to 255.</param>
    /// <param name="options">The default when null.</param>
    /// <exception cref="GraftException">The number of classes or an option is out of range.</exception>
    public SegmentationMetrics(IReadOnlyList<string> classes, SegmentationMetricsOptions? options = null)
    {
        _options = options ?? new SegmentationMetricsOptions();
        if (classes.Count is < 1 or > 255) throw new GraftException($"There are {classes.Count} classes.", "Expected 1 to 255.");
        if (_options.BoundaryTolerance is not (>= 0 and <= 0.1))
            throw new GraftException($"The boundary tolerance is {_options.BoundaryTolerance} of the diagonal.", "Expected 0 to 0.1.", "0.0075 is typical.");
        _classes = classes;
        _matrix = [.. classes.Select(_ => new long[classes.Count])];
    }

    /// <summary>Adds an image.</summary>
    /// <param name="truth">What is there.</param>
    /// <param name="predicted">What was predicted, a class for every pixel.</param>
    /// <exception cref="GraftException">The sizes differ, or a value is no class.</exception>
    public void Add(ClassMap truth, ClassMap predicted)
    {
        if ((truth.Width, truth.Height) != (predicted.Width, predicted.Height))
            throw new GraftException($"The mask is {truth.Width} x {truth.Height}, the prediction {predicted.Width} x {predicted.Height}.", "Expected the same size.", "Resize the prediction to the image first.");
        var counts = new ImageCounts(_classes.Count);
        for (var i = 0; i < truth.Values.Length; i++)
        {
            var (t, p) = (truth.Values[i], predicted.Values[i]);
            if (t == ClassMap.Ignore) _ignored++;
            else if (t >= _classes.Count || p >= _classes.Count)
                throw new GraftException($"A pixel has the true value {t} and the predicted one {p}.", $"Expected 0 to {_classes.Count - 1}.");
            else
            {
                _matrix[t][p]++;
                counts.Add(t, p);
            }
        }
        if (_options.BoundaryTolerance > 0) BoundaryScore.Of(truth, predicted, _options.BoundaryTolerance, counts.BoundaryF);
        _images.Add(counts);
    }

    /// <summary>The metrics of all images added so far.</summary>
    /// <exception cref="GraftException">None was added.</exception>
    public SegmentationReport Report()
    {
        if (_images.Count == 0) throw new GraftException("There is no image to measure.", "At least one is needed.");
        var all = new SegmentationSums(_classes.Count);
        foreach (var image in _images) all.Add(image, 1);
        var intervals = _options.Resamples > 0 ? SegmentationBootstrap.Run(_images, _classes.Count, _options) : null;
        var withBoundary = _options.BoundaryTolerance > 0;
        return new SegmentationReport
        {
            Classes = _classes,
            Images = _images.Count,
            Pixels = all.Pixels,
            IgnoredPixels = _ignored,
            MeanIoU = all.MeanIoU,
            PixelAccuracy = all.PixelAccuracy,
            MeanAccuracy = all.MeanAccuracy,
            MeanDice = all.MeanDice,
            FrequencyWeightedIoU = all.FrequencyWeightedIoU,
            MeanBoundaryF = withBoundary ? all.MeanBoundaryF : null,
            PerClass = [.. Enumerable.Range(0, _classes.Count).Select(label => all.Class(_classes[label], label) with { IoUInterval = intervals?[SegmentationBootstrap.Metrics + label] })],
            ConfusionMatrix = _matrix,
            ImageIoU = [.. _images.Select(SegmentationSums.MeanIoUOf)],
            MeanIoUInterval = intervals?[0],
            PixelAccuracyInterval = intervals?[1],
            MeanDiceInterval = intervals?[2],
            MeanBoundaryFInterval = withBoundary ? intervals?[3] : null,
            Notes = [.. Notes(all)],
        };
    }

    private IEnumerable<string> Notes(SegmentationSums all)
    {
        var absent = Enumerable.Range(0, _classes.Count).Where(label => all.True(label) == 0).Select(label => _classes[label]).ToList();
        if (absent.Count > 0) yield return $"There is no pixel of {string.Join(", ", absent)}.";
        if (_options.Resamples > 0)
            yield return FormattableString.Invariant($"Intervals of {_options.Level * 100:0.#} %: percentile bootstrap over images, {_options.Resamples} resamples, seed {_options.Seed}.");
    }
}
