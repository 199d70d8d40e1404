namespace Graft.Tasks;

/// <summary>
/// Intervals by drawing images with replacement: objects of one image succeed and fail together, so they are not drawn
/// one by one.
/// </summary>
internal sealed class CocoBootstrap(ClassMatches[,] matches, int images, CocoOptions options)
{
    private const int AllOverlaps = 0, Overlap50 = 1, Overlap75 = 2, Metrics = 3;

    // About as many detections can be looked at in half a minute; beyond that fewer resamples are drawn, and it is said.
    private const double MaxSteps = 3e9;

    public CocoIntervals Run()
    {
        var classes = matches.GetLength(0);
        var lists = Enumerable.Range(0, classes).Select(label => matches[label, CocoScale.AllSizes]).ToArray();
        var steps = lists.Sum(list => list.Sorted.Length + 200.0) * CocoScale.Overlaps;
        var resamples = (int)Math.Max(100, Math.Min(MaxSteps / steps, options.Resamples));
        resamples = Math.Min(resamples, options.Resamples);
        // One a thread, so that it stays in the cache.
        using var curves = new ThreadLocal<PrecisionCurve>(() => new PrecisionCurve(lists.Max(list => list.Sorted.Length)));
        var perClass = new double[classes, CocoScale.Overlaps];
        var bootstrap = new BootstrapOptions { Resamples = resamples, Level = options.Level, Seed = options.Seed };
        var intervals = Bootstrap.Of(images, Metrics + classes, bootstrap, (times, metrics) =>
        {
            int[] drawn = [.. times];
            ImageWork.Each(classes, options.Workers, label => Compute(drawn, label, lists[label], curves.Value!, perClass));
            Fill(perClass, metrics);
        });
        return new CocoIntervals(intervals[AllOverlaps], intervals[Overlap50], intervals[Overlap75], intervals[Metrics..],
            FormattableString.Invariant($"{options.Level * 100:0.#} %: percentile bootstrap over images, {resamples} resamples, seed {options.Seed}"));
    }

    private static void Compute(int[] times, int label, ClassMatches matches, PrecisionCurve curve, double[,] perClass)
    {
        for (var overlap = 0; overlap < CocoScale.Overlaps; overlap++)
            perClass[label, overlap] = curve.Compute(matches, overlap, CocoScale.MaxDetections, times) ? curve.Average : double.NaN;
    }

    private static void Fill(double[,] perClass, Span<double> metrics)
    {
        metrics.Clear();
        var counted = 0;
        for (var label = 0; label < perClass.GetLength(0); label++)
        {
            var sum = 0.0; // NaN where the resample holds no object of the class
            for (var overlap = 0; overlap < CocoScale.Overlaps; overlap++) sum += perClass[label, overlap];
            metrics[Metrics + label] = sum / CocoScale.Overlaps;
            if (double.IsNaN(sum)) continue;
            metrics[Overlap50] += perClass[label, 0];
            metrics[Overlap75] += perClass[label, 5];
            metrics[AllOverlaps] += sum / CocoScale.Overlaps;
            counted++;
        }
        for (var i = 0; i < Metrics; i++) metrics[i] /= counted; // NaN where the resample holds no object at all
    }
}
