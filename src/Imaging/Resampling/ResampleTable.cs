namespace Graft.Imaging;

/// <summary>
/// Which source pixels make each output pixel of one direction, and with what weights: fixed point with 22 bits behind
/// the point, so that 8-bit sums fit in 32 bits, and rounded as Pillow does, which makes the results equal to the bit.
/// </summary>
internal sealed class ResampleTable
{
    /// <summary>Bits behind the point: 32 less 8 for a pixel and 2 for the overshoot of a cubic.</summary>
    public const int Precision = 32 - 8 - 2;

    /// <summary>Weights per output pixel, a multiple of 4; the surplus is 0.</summary>
    public required int Taps { get; init; }

    /// <summary>The first source pixel of each output pixel; all of its <see cref="Taps"/> are counted from here.</summary>
    public required int[] Starts { get; init; }

    /// <summary>How many of the weights count, for each output pixel.</summary>
    public required int[] Counts { get; init; }

    /// <summary>Output pixels x <see cref="Taps"/>.</summary>
    public required int[] Weights { get; init; }

    /// <summary>The weights as <see cref="Avx2Kernel"/> reads them.</summary>
    public int[] Expanded => field ??= WeightPairs.Expand(this);

    /// <summary>Output pixels.</summary>
    public int Length => Starts.Length;

    /// <summary>One past the last source pixel that counts.</summary>
    public int End => Starts[^1] + Counts[^1];

    /// <summary>The table of the output pixels first .. first + length of an axis.</summary>
    public static ResampleTable Create(ResampleAxis axis, Interpolation interpolation, int first, int length)
    {
        var scale = axis.BoxLength / axis.OutputLength;
        var widening = Math.Max(scale, 1);
        var support = ResampleFilter.Support(interpolation) * widening;
        var (starts, counts) = (new int[length], new int[length]);
        for (var i = 0; i < length; i++)
        {
            var centre = Centre(axis, scale, first + i);
            starts[i] = Math.Max((int)(centre - support + 0.5), 0);
            counts[i] = Math.Min((int)(centre + support + 0.5), axis.SourceLength) - starts[i];
        }
        var taps = (counts.Max() + 3) & ~3;
        var table = new ResampleTable { Taps = taps, Starts = starts, Counts = counts, Weights = new int[length * taps] };
        var weights = new double[taps];
        for (var i = 0; i < length; i++)
        {
            var centre = Centre(axis, scale, first + i);
            for (var t = 0; t < counts[i]; t++)
                weights[t] = ResampleFilter.Weight(interpolation, (t + starts[i] - centre + 0.5) * (1 / widening));
            Normalise(weights.AsSpan(0, counts[i]), table.Weights.AsSpan(i * taps));
        }
        return table;
    }

    /// <summary>Where the centre of an output pixel lies in the source.</summary>
    private static double Centre(ResampleAxis axis, double scale, int position) => axis.BoxStart + (position + 0.5) * scale;

    /// <summary>Weights that sum to 1, in fixed point, halves rounded away from 0.</summary>
    private static void Normalise(ReadOnlySpan<double> weights, Span<int> normalised)
    {
        var sum = 0.0;
        foreach (var weight in weights) sum += weight;
        for (var t = 0; t < weights.Length; t++)
        {
            var weight = (sum != 0 ? weights[t] / sum : weights[t]) * (1 << Precision);
            normalised[t] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
        }
    }
}

/// <summary>One direction of a resize: the stretch of the source that becomes the output.</summary>
internal readonly record struct ResampleAxis(int SourceLength, double BoxStart, double BoxLength, int OutputLength);

/// <summary>The two filters, as functions of the distance in (widened) pixels.</summary>
internal static class ResampleFilter
{
    /// <summary>Half the filter's width.</summary>
    public static double Support(Interpolation interpolation) => interpolation == Interpolation.Bicubic ? 2 : 1;

    /// <summary>The weight at a distance.</summary>
    public static double Weight(Interpolation interpolation, double distance)
    {
        var x = Math.Abs(distance);
        if (interpolation == Interpolation.Bilinear) return x < 1 ? 1 - x : 0;
        // Keys, "Cubic convolution interpolation for digital image processing" (1981), with a = -0.5.
        const double a = -0.5;
        if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
}
