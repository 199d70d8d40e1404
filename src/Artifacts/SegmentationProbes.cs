using Graft.Imaging;

namespace Graft.Artifacts;

/// <summary>What a segmentation network answers to its probes: the probabilities at a grid of pixels of a small image whose sides are no multiples of 32.</summary>
public static class SegmentationProbes
{
    /// <summary>Width of the image in pixels.</summary>
    public const int Width = 120;

    /// <summary>Height of the image in pixels.</summary>
    public const int Height = 88;

    private const int Step = 16;

    /// <summary>The image for a seed: Height x Width x 3 bytes.</summary>
    public static byte[] Image(ulong seed, Preprocess preprocess) => ProbeImages.Make(seed, preprocess with { Width = Width, Height = Height });

    /// <summary>A probe of the trainer's probabilities.</summary>
    /// <param name="seed">Seed of the image.</param>
    /// <param name="probabilities">classes x Height x Width.</param>
    public static Probe Make(ulong seed, ReadOnlySpan<float> probabilities) => new(seed, Sampled(probabilities));

    /// <summary>Compares another engine's probabilities with a probe, to <see cref="ParityGate.Tolerance"/>.</summary>
    /// <returns>The largest difference.</returns>
    /// <exception cref="GraftException">They differ by more; exit code 1.</exception>
    public static double Check(Probe probe, ReadOnlySpan<float> probabilities, string subject) =>
        ParityGate.CheckScores([.. probe.Scores], Sampled(probabilities), 1, subject);

    private static float[] Sampled(ReadOnlySpan<float> probabilities)
    {
        List<float> values = [];
        for (var plane = 0; plane < probabilities.Length; plane += Width * Height)
            for (var y = Step / 2; y < Height; y += Step)
                for (var x = Step / 2; x < Width; x += Step) values.Add(probabilities[plane + y * Width + x]);
        return [.. values];
    }
}
