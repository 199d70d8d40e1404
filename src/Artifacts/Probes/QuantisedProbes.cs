using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>
/// What a file of 8 bits answers to its probes: what comes out of its last layers of 8 bits, see <see cref="QuantisedLayers.Tested"/>. When it is written, that
/// is compared with the same without operations on 8 bits, each code as the number that it stands for, where nothing can overflow. A processor that adds
/// products of bytes in 16 bits, or a changed file, is far from it.
/// </summary>
internal static class QuantisedProbes
{
    /// <summary>Seeds of the probes.</summary>
    public static IReadOnlyList<ulong> Seeds { get; } = [11, 23];

    /// <summary>
    /// Largest distance of a layer's answer from the stored one, as a share of that one's length, when a file is opened. Processors with the instructions
    /// and those without them in ONNX Runtime's exact mode answer alike, to the fourth digit of the distance; sums that overflow are 0.1 and more away
    /// (`bench quant-self-test`).
    /// </summary>
    public const double Tolerance = 0.05;

    /// <summary>
    /// The same between the answer in 8 bits and that of the codes as the numbers that they stand for, when a file is written: a code at a boundary falls to
    /// either side, and others follow it. Measured 0.001 to 0.033 on networks as they are published.
    /// </summary>
    public const double GateTolerance = 0.1;

    /// <summary>The image of a probe: height x width x 3 bytes, of the network's size where it has one, otherwise of a small one.</summary>
    public static (byte[] Pixels, int Height, int Width) Image(ulong seed, Manifest manifest)
    {
        var contract = manifest.Preprocess;
        var (height, width) = contract.ResizeLonger == 0 ? (contract.Height, contract.Width)
            : manifest.Task == TaskKind.Segment.Name() ? (SegmentationProbes.Height, SegmentationProbes.Width)
            : DetectionProbes.SizeOf(contract);
        return (ProbeImages.Make(seed, contract with { Height = height, Width = width }), height, width);
    }

    /// <summary>The probes of a file.</summary>
    /// <exception cref="GraftException">There are none.</exception>
    public static IReadOnlyList<Probe> Of(Manifest manifest, string path) => manifest.Probes.Count > 0 ? manifest.Probes
        : throw new GraftException($"'{path}' is of 8 bits and does not test itself: it has no probes.", cure: "Export it again.");

    /// <summary>Compares the answers of each layer.</summary>
    /// <param name="probe">The stored answer.</param>
    /// <param name="found">The file's.</param>
    /// <param name="facts">What the file says of its layers.</param>
    /// <param name="subject">What was compared, for the message.</param>
    /// <param name="tolerance">The distance allowed.</param>
    /// <returns>The largest distance, as a share of the stored answer's length.</returns>
    /// <exception cref="GraftException">They are too far apart; exit code 1.</exception>
    public static double Check(Probe probe, IReadOnlyList<float> found, QuantisationFacts? facts, string subject, double tolerance = Tolerance)
    {
        var layers = facts?.Tested ?? [];
        if (layers.Count == 0 || layers.Sum(layer => layer.Channels) is var count && (count != probe.Scores.Count || count != found.Count))
            throw Failure($"{subject}: {found.Count} values were answered where {probe.Scores.Count} of {Words.Count(layers.Count, "layer")} are expected.");
        var (largest, first) = (0.0, 0);
        foreach (var layer in layers)
        {
            var distance = Distance([.. probe.Scores.Skip(first).Take(layer.Channels)], [.. found.Skip(first).Take(layer.Channels)]);
            if (!(distance <= tolerance))
                throw Failure(FormattableString.Invariant($"{subject}: the answer of the layer '{layer.Name}' is {distance:0.00} of its length away from ")
                    + FormattableString.Invariant($"the stored one, {tolerance} is allowed."));
            (largest, first) = (Math.Max(largest, distance), first + layer.Channels);
        }
        return largest;
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

    private static GraftException Failure(string what) =>
        new(what, cure: "The file must not be used. The processor may lack what 8 bits need: use the file of 32 bits.") { ExitCode = 1 };
}
