using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>
/// What a detector answers to its probes. A low threshold is asked for, so that made-up pictures give detections too, and the surest are compared:
/// the unsure end of the list may change with the last digit of a score, which suppression makes into another list.
/// </summary>
public static class DetectionProbes
{
    /// <summary>The threshold that probes are answered with.</summary>
    public const float Threshold = 0.001f;

    /// <summary>Largest difference of an edge in pixels.</summary>
    public const double BoxTolerance = 1e-3;

    private const int Compared = 10, Values = 6;

    /// <summary>Networks for large pictures answer probes of this side at most, so that opening a file stays quick.</summary>
    private const int LargestSide = 320;

    /// <summary>Size of the probes' pictures.</summary>
    public static (int Height, int Width) SizeOf(Preprocess preprocess) => (Math.Min(LargestSide, preprocess.Height), Math.Min(LargestSide, preprocess.Width));

    /// <summary>The picture of a seed: Height x Width x 3 bytes of <see cref="SizeOf"/>.</summary>
    public static byte[] Picture(ulong seed, Preprocess preprocess) =>
        ProbeImages.Make(seed, preprocess with { Height = SizeOf(preprocess).Height, Width = SizeOf(preprocess).Width });

    /// <summary>A probe of the trainer's detections, the surest first.</summary>
    public static Probe Make(ulong seed, IReadOnlyList<Detection> found) => new(seed, [.. found.Take(Compared).SelectMany(detection =>
        new[] { detection.Box.X1, detection.Box.Y1, detection.Box.X2, detection.Box.Y2, detection.Label, (float)detection.Score })]);

    /// <summary>Compares another engine's detections with a probe: each of the trainer's is there, edges to 0.001 pixel and score to 0.0001.</summary>
    /// <returns>The largest difference of an edge in pixels.</returns>
    /// <exception cref="GraftException">One is missing or differs by more; exit code 1.</exception>
    public static double Check(Probe probe, IReadOnlyList<Detection> found, string subject)
    {
        var largest = 0.0;
        for (var i = 0; i + Values <= probe.Scores.Count; i += Values)
        {
            var box = new Box(probe.Scores[i], probe.Scores[i + 1], probe.Scores[i + 2], probe.Scores[i + 3]);
            var (label, score) = ((int)probe.Scores[i + 4], probe.Scores[i + 5]);
            var near = found.Where(detection => detection.Label == label && Math.Abs(detection.Score - score) <= ParityGate.Tolerance)
                .Select(detection => Distance(detection.Box, box)).DefaultIfEmpty(double.PositiveInfinity).Min();
            if (!(near <= BoxTolerance))
                throw new GraftException(FormattableString.Invariant(
                    $"{subject}: the detection {box} of class {label} with score {score:g5} is not answered; the nearest of that class and score is {near:g3} pixels away."),
                    cure: "The file must not be used.")
                { ExitCode = 1 };
            largest = Math.Max(largest, near);
        }
        return largest;
    }

    private static double Distance(Box one, Box other) =>
        Math.Max(Math.Max(Math.Abs(one.X1 - other.X1), Math.Abs(one.Y1 - other.Y1)), Math.Max(Math.Abs(one.X2 - other.X2), Math.Abs(one.Y2 - other.Y2)));
}
