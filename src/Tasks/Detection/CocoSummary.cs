namespace Graft.Tasks;

/// <summary>The twelve figures and those of each class.</summary>
internal sealed class CocoSummary
{
    private const int Small = 1, Medium = 2, Large = 3, Overlap50 = 0, Overlap75 = 5;
    private readonly IReadOnlyList<string> _classes;
    private readonly ClassMatches[,] _matches;
    private readonly PrecisionCurve _curve;

    public CocoSummary(IReadOnlyList<string> classes, ClassMatches[,] matches)
    {
        (_classes, _matches) = (classes, matches);
        _curve = new PrecisionCurve(Enumerable.Range(0, classes.Count).Select(label => matches[label, 0].Sorted.Length).DefaultIfEmpty().Max());
    }

    public CocoFigures Figures() => new()
    {
        AP = Mean(AllClasses, CocoScale.AllSizes, CocoScale.MostDetections, AllOverlaps, precision: true),
        AP50 = Mean(AllClasses, CocoScale.AllSizes, CocoScale.MostDetections, [Overlap50], precision: true),
        AP75 = Mean(AllClasses, CocoScale.AllSizes, CocoScale.MostDetections, [Overlap75], precision: true),
        APSmall = Mean(AllClasses, Small, CocoScale.MostDetections, AllOverlaps, precision: true),
        APMedium = Mean(AllClasses, Medium, CocoScale.MostDetections, AllOverlaps, precision: true),
        APLarge = Mean(AllClasses, Large, CocoScale.MostDetections, AllOverlaps, precision: true),
        AR1 = Mean(AllClasses, CocoScale.AllSizes, CocoScale.Limits[0], AllOverlaps, precision: false),
        AR10 = Mean(AllClasses, CocoScale.AllSizes, CocoScale.Limits[1], AllOverlaps, precision: false),
        AR100 = Mean(AllClasses, CocoScale.AllSizes, CocoScale.MostDetections, AllOverlaps, precision: false),
        ARSmall = Mean(AllClasses, Small, CocoScale.MostDetections, AllOverlaps, precision: false),
        ARMedium = Mean(AllClasses, Medium, CocoScale.MostDetections, AllOverlaps, precision: false),
        ARLarge = Mean(AllClasses, Large, CocoScale.MostDetections, AllOverlaps, precision: false),
    };

    public CocoClassResult Class(int label)
    {
        var matches = _matches[label, CocoScale.AllSizes];
        return new CocoClassResult(_classes[label], matches.ObjectCount, matches.Sorted.Length,
            Mean([label], CocoScale.AllSizes, CocoScale.MostDetections, AllOverlaps, precision: true),
            Mean([label], CocoScale.AllSizes, CocoScale.MostDetections, [Overlap50], precision: true))
        {
            AR = Mean([label], CocoScale.AllSizes, CocoScale.MostDetections, AllOverlaps, precision: false),
            Precision50 = Curve(matches, Overlap50),
            Precision75 = Curve(matches, Overlap75),
        };
    }

    private static int[] AllOverlaps { get; } = [.. Enumerable.Range(0, CocoScale.Overlaps)];

    private int[] AllClasses => [.. Enumerable.Range(0, _classes.Count)];

    private double? Mean(int[] labels, int size, int limit, int[] overlaps, bool precision)
    {
        var (sum, count) = (0.0, 0);
        foreach (var label in labels)
            foreach (var overlap in overlaps)
            {
                if (!_curve.Compute(_matches[label, size], overlap, limit, [])) continue;
                sum += precision ? _curve.Average : _curve.Recall;
                count++;
            }
        return count > 0 ? sum / count : null;
    }

    private double[] Curve(ClassMatches matches, int overlap) =>
        _curve.Compute(matches, overlap, CocoScale.MostDetections, []) ? [.. _curve.Values] : [];
}
