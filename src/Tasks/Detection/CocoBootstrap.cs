namespace Graft.Tasks;

/// <summary>
/// Intervals by drawing pictures with replacement: objects of one picture succeed and fail together, so they are not drawn
/// one by one.
/// </summary>
internal sealed class CocoBootstrap(ClassMatches[,] matches, int pictures, CocoOptions options)
{
    private const int AllOverlaps = 0, Overlap50 = 1, Overlap75 = 2, Figures = 3;

    // About as many detections can be looked at in half a minute; beyond that fewer resamples are drawn, and it is said.
    private const double MostSteps = 3e9;

    public CocoIntervals Run()
    {
        var classes = matches.GetLength(0);
        var lists = Enumerable.Range(0, classes).Select(label => matches[label, CocoScale.AllSizes]).ToArray();
        var steps = lists.Sum(list => list.Sorted.Length + 200.0) * CocoScale.Overlaps;
        var resamples = (int)Math.Max(100, Math.Min(MostSteps / steps, options.Resamples));
        resamples = Math.Min(resamples, options.Resamples);
        var curve = new PrecisionCurve(lists.Max(list => list.Sorted.Length));
        var bootstrap = new BootstrapOptions { Resamples = resamples, Level = options.Level, Seed = options.Seed };
        var intervals = Bootstrap.Of(pictures, Figures + classes, bootstrap, (times, figures) => Fill(times, figures, lists, curve));
        return new CocoIntervals(intervals[AllOverlaps], intervals[Overlap50], intervals[Overlap75], intervals[Figures..],
            FormattableString.Invariant($"{options.Level * 100:0.#} %: percentile bootstrap over pictures, {resamples} resamples, seed {options.Seed}"));
    }

    private static void Fill(ReadOnlySpan<int> times, Span<double> figures, ClassMatches[] lists, PrecisionCurve curve)
    {
        figures.Clear();
        var counted = 0;
        for (var label = 0; label < lists.Length; label++)
        {
            var (sum, defined) = (0.0, false);
            for (var overlap = 0; overlap < CocoScale.Overlaps; overlap++)
            {
                defined = curve.Compute(lists[label], overlap, CocoScale.MostDetections, times);
                if (!defined) break;
                sum += curve.Average;
                if (overlap == 0) figures[Overlap50] += curve.Average;
                if (overlap == 5) figures[Overlap75] += curve.Average;
            }
            figures[Figures + label] = defined ? sum / CocoScale.Overlaps : double.NaN;
            if (!defined) continue;
            figures[AllOverlaps] += sum / CocoScale.Overlaps;
            counted++;
        }
        for (var i = 0; i < Figures; i++) figures[i] /= counted; // NaN where the resample holds no object at all
    }
}
