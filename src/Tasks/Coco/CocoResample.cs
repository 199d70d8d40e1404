namespace Graft.Tasks;

/// <summary>
/// Average precision where images are drawn with replacement: objects of one image succeed and fail together, so they are not drawn
/// one by one. It knows the precision of all sizes with a hundred detections, and nothing else.
/// </summary>
internal sealed class CocoResample : ICocoSample
{
    // About as many detections can be looked at in half a minute; beyond that fewer resamples are drawn, and it is said.
    private const double MaxSteps = 3e9;

    private readonly double[,] _precision; // class, overlap; NaN where the resample holds no object of the class

    private CocoResample(int classes, double images) => (_precision, Images) = (new double[classes, CocoScale.Overlaps], images);

    public double Images { get; }

    /// <summary>The number of images that the mean over the classes rests on.</summary>
    public static double ImagesOf(IEnumerable<ClassMatches> lists, int images) =>
        Math.Min(images, MetricInterval.ImagesOfMean(lists.Select(list => (double)list.Objects.Count)));

    public static ResampledIntervals Run(ClassMatches[,] matches, int images, CocoOptions options)
    {
        var classes = matches.GetLength(0);
        var lists = ListsOf(matches);
        // One a thread, so that it stays in the cache.
        using var curves = new ThreadLocal<PrecisionCurve>(() => new PrecisionCurve(lists.Max(list => list.Sorted.Length)));
        var sample = new CocoResample(classes, ImagesOf(lists, images));
        return ResampledIntervals.Run<ICocoSample>(images, BootstrapOf(options, lists),
            [
                .. CocoMetricTable.Table.Resampled,
                .. ResampledIntervals.OfClasses<ICocoSample>(CocoEvaluation.ClassAP, classes, (_, label) => sample.OfClass(label),
                    (_, label) => lists[label].Objects.Count, IntervalKind.Graded),
            ],
            times =>
            {
                int[] drawn = [.. times];
                ImageWork.Each(classes, options.Workers, label => sample.Compute(drawn, label, lists[label], curves.Value!));
                return sample;
            });
    }

    /// <summary>A metric of detections less that of others on the same images.</summary>
    /// <param name="matches">The detections.</param>
    /// <param name="others">The others.</param>
    /// <param name="images">Number of images.</param>
    /// <param name="options">Resamples, seed, level and copies.</param>
    /// <param name="value">The metric, of those that are resampled.</param>
    public static PairedAnswer Difference(ClassMatches[,] matches, ClassMatches[,] others, int images, CocoOptions options, Func<ICocoSample, double?> value)
    {
        var (lists, second) = (ListsOf(matches), ListsOf(others));
        var longest = lists.Concat(second).Max(list => list.Sorted.Length);
        using var curves = new ThreadLocal<PrecisionCurve>(() => new PrecisionCurve(longest));
        var sample = new CocoResample(lists.Length, images);
        return PairedResampling.Difference(images, BootstrapOf(options, [.. lists, .. second]), times => Of(lists, times), times => Of(second, times));

        double? Of(ClassMatches[] of, ReadOnlySpan<int> times)
        {
            int[] drawn = [.. times];
            ImageWork.Each(of.Length, options.Workers, label => sample.Compute(drawn, label, of[label], curves.Value!));
            return value(sample);
        }
    }

    private static ClassMatches[] ListsOf(ClassMatches[,] matches) =>
        [.. Enumerable.Range(0, matches.GetLength(0)).Select(label => matches[label, CocoScale.AllSizes])];

    private static BootstrapOptions BootstrapOf(CocoOptions options, IReadOnlyList<ClassMatches> lists)
    {
        var steps = lists.Sum(list => list.Sorted.Length + 200.0) * CocoScale.Overlaps;
        var resamples = (int)Math.Max(100, Math.Min(MaxSteps / steps, options.Resamples));
        return new() { Resamples = Math.Min(resamples, options.Resamples), Level = options.Level, Seed = options.Seed, Units = options.Units };
    }

    public double? Precision(CocoView view, int? overlap = null)
    {
        if (view != CocoView.Best100) return null;
        var (sum, count) = (0.0, 0);
        for (var label = 0; label < _precision.GetLength(0); label++)
        {
            var precision = overlap is { } at ? _precision[label, at] : OfClass(label);
            if (!double.IsNaN(precision)) (sum, count) = (sum + precision, count + 1);
        }
        return count > 0 ? sum / count : null;
    }

    public double? Recall(CocoView view, int? overlap = null) => null;

    private void Compute(int[] times, int label, ClassMatches matches, PrecisionCurve curve)
    {
        for (var overlap = 0; overlap < CocoScale.Overlaps; overlap++)
            _precision[label, overlap] = curve.Compute(matches, overlap, CocoScale.MaxDetections, times) ? curve.Average : double.NaN;
    }

    private double OfClass(int label)
    {
        var sum = 0.0;
        for (var overlap = 0; overlap < CocoScale.Overlaps; overlap++) sum += _precision[label, overlap];
        return sum / CocoScale.Overlaps;
    }
}
