namespace Graft.Artifacts;

/// <summary>
/// What a file of 8 bits answers to its probes. When it is written, its answers are compared with those without operations on 8 bits, each code as the number
/// that it stands for, where nothing can overflow. A processor that adds products of bytes in 16 bits, or a changed file, is far from them.
/// </summary>
internal static class QuantisedProbes
{
    /// <summary>Seeds of the probes.</summary>
    public static IReadOnlyList<ulong> Seeds { get; } = [11, 23];

    /// <summary>
    /// Largest distance of two answers, as a share of the stored one's length. Processors with the instructions answer alike to the last digit, and those
    /// without them in ONNX Runtime's exact mode; otherwise a code at a boundary falls to either side, and others follow it: 0.01 to 0.06 on deep networks.
    /// Sums that overflow are 0.2 and more away (`bench quant` and docs/measurements.md).
    /// </summary>
    public const double Tolerance = 0.1;

    /// <summary>Compares the answers.</summary>
    /// <returns>Their distance, as a share of the stored one's length.</returns>
    /// <exception cref="GraftException">They are too far apart; exit code 1.</exception>
    public static double Check(Probe probe, IReadOnlyList<float> found, string subject)
    {
        var distance = Distance(probe.Scores, found);
        if (distance <= Tolerance) return distance;
        throw new GraftException(
            FormattableString.Invariant($"{subject}: its answer is {distance:0.00} of its length away from the stored one, {Tolerance} is allowed."),
            cure: "The file must not be used. The processor may lack what 8 bits need: use the file of 32 bits.")
        { ExitCode = 1 };
    }

    /// <summary>The distance of two answers, as a share of the first one's length.</summary>
    public static double Distance(IReadOnlyList<float> expected, IReadOnlyList<float> found)
    {
        if (expected.Count != found.Count) return double.PositiveInfinity;
        var (apart, length) = (0.0, 0.0);
        for (var at = 0; at < expected.Count; at++)
        {
            apart += Math.Pow((double)found[at] - expected[at], 2);
            length += Math.Pow(expected[at], 2);
        }
        var distance = Math.Sqrt(apart / Math.Max(length, double.Epsilon));
        return double.IsNaN(distance) ? double.PositiveInfinity : apart == 0 ? 0 : distance;
    }
}
