using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>
/// What a detector answers to its probes. A low threshold is asked for, so that made-up images give detections too, and the surest are compared:
/// the unsure end of the list may change with the last digit of a score, which suppression makes into another list.
/// </summary>
public static class DetectionProbes
{
    /// <summary>The threshold that probes are answered with.</summary>
    public const float Threshold = 0.001f;

    /// <summary>Largest difference of an edge in pixels.</summary>
    public const double BoxTolerance = 1e-3;

    private const int Compared = 10, Values = 6, MaskStep = 4;

    /// <summary>Networks for large images answer probes of this side at most, so that opening a file stays quick.</summary>
    private const int LargestSide = 320;

    /// <summary>Size of the probes' images.</summary>
    public static (int Height, int Width) SizeOf(Preprocess preprocess) => (Math.Min(LargestSide, preprocess.Height), Math.Min(LargestSide, preprocess.Width));

    /// <summary>The image of a seed: Height x Width x 3 bytes of <see cref="SizeOf"/>.</summary>
    public static byte[] Image(ulong seed, Preprocess preprocess) =>
        ProbeImages.Make(seed, preprocess with { Height = SizeOf(preprocess).Height, Width = SizeOf(preprocess).Width });

    /// <summary>A probe of the trainer's detections, the surest first; of masks every fourth row and column.</summary>
    public static Probe Make(ulong seed, IReadOnlyList<Detection> found)
    {
        var surest = found.Take(Compared).ToList();
        return new(seed, [.. surest.SelectMany(detection => new[] { detection.Box.X1, detection.Box.Y1, detection.Box.X2, detection.Box.Y2, detection.Label, (float)detection.Score })])
        {
            Masks = surest.Any(detection => detection.Grid is not null) ? [.. surest.SelectMany(detection => detection.Grid!.Every(MaskStep).Probabilities)] : null,
        };
    }

    /// <summary>Compares another engine's detections with a probe, see <see cref="Check(IReadOnlyList{Detection}, IReadOnlyList{Detection}, string)"/>.</summary>
    public static DetectionDifference Check(Probe probe, IReadOnlyList<Detection> found, string subject) => Check(Expected(probe), found, subject);

    /// <summary>
    /// Compares another engine's detections with the trainer's, the surest of them: each is there, edges to 0.001 pixel, score to 0.0001, and
    /// the mask to 0.0001 more than a shift of its edge by as many cells as the box lies elsewhere; and the other engine is not sure of anything else.
    /// </summary>
    /// <exception cref="GraftException">One is missing or differs by more; exit code 1.</exception>
    public static DetectionDifference Check(IReadOnlyList<Detection> expected, IReadOnlyList<Detection> found, string subject)
    {
        var largest = new DetectionDifference(0, null);
        foreach (var wanted in expected.Take(Compared))
        {
            var (nearest, near) = Nearest(wanted, found);
            if (!(near <= BoxTolerance))
                throw Refusal($"{subject}: the detection {wanted.Box} of class {wanted.Label} with score {wanted.Score:g5} is not answered; the nearest of that class and score is {near:g3} pixels away.");
            var apart = wanted.Grid is null ? (double?)null : MaskDifference(wanted.Grid, nearest!.Grid);
            if (apart is { } difference && !(difference <= ParityGate.Tolerance + Moved(nearest!, near)))
                throw Refusal($"{subject}: the mask of the detection {wanted.Box} of class {wanted.Label} differs by {difference:g3}.");
            largest = largest.Or(new(near, apart));
        }
        // Above the last one that is compared the other engine's list must be the same.
        var last = (expected.Count >= Compared ? expected[Compared - 1].Score : Threshold) + ParityGate.Tolerance;
        foreach (var extra in found.Where(detection => detection.Score > last))
            if (!(Nearest(extra, expected).Distance <= BoxTolerance))
                throw Refusal($"{subject}: the detection {extra.Box} of class {extra.Label} with score {extra.Score:g5} is answered, which the trainer does not find.");
        return largest;
    }

    private static (Detection? Detection, double Distance) Nearest(Detection wanted, IReadOnlyList<Detection> among)
    {
        var nearest = among.Where(detection => detection.Label == wanted.Label && Math.Abs(detection.Score - wanted.Score) <= ParityGate.Tolerance).MinBy(detection => Distance(detection.Box, wanted.Box));
        return (nearest, nearest is null ? double.PositiveInfinity : Distance(nearest.Box, wanted.Box));
    }

    private static GraftException Refusal(FormattableString what) => new(FormattableString.Invariant(what), cure: "The file must not be used.") { ExitCode = 1 };

    // The grid is cut out of the box: what the box moves in cells, the mask's edge moves with it.
    private static double Moved(Detection found, double pixels) => pixels * (found.Grid?.Side ?? 0) / Math.Max(1, Math.Min(found.Box.Width, found.Box.Height));

    private static double MaskDifference(MaskGrid wanted, MaskGrid? found) =>
        found is null || found.Side % wanted.Side != 0 ? double.PositiveInfinity : wanted.Difference(found.Side == wanted.Side ? found : found.Every(found.Side / wanted.Side));

    private static IReadOnlyList<Detection> Expected(Probe probe)
    {
        var count = probe.Scores.Count / Values;
        var cells = count > 0 ? (probe.Masks?.Count ?? 0) / count : 0;
        return [.. Enumerable.Range(0, count).Select(i => new Detection(new Box(Value(i, 0), Value(i, 1), Value(i, 2), Value(i, 3)), (int)Value(i, 4), Value(i, 5))
        {
            Grid = cells > 0 ? new MaskGrid((int)Math.Sqrt(cells), [.. probe.Masks!.Skip(i * cells).Take(cells)]) : null,
        })];

        float Value(int detection, int at) => probe.Scores[detection * Values + at];
    }

    private static double Distance(Box one, Box other) =>
        Math.Max(Math.Max(Math.Abs(one.X1 - other.X1), Math.Abs(one.Y1 - other.Y1)), Math.Max(Math.Abs(one.X2 - other.X2), Math.Abs(one.Y2 - other.Y2)));
}
