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
        var taps = ((int)Math.Ceiling(support) * 2 + 1 + 3) & ~3;
        var table = new ResampleTable { Taps = taps, Starts = new int[length], Counts = new int[length], Weights = new int[length * taps] };
        Span<double> weights = taps <= 256 ? stackalloc double[taps] : new double[taps];
        for (var i = 0; i < length; i++)
        {
            var centre = axis.BoxStart + (first + i + 0.5) * scale;
            var start = Math.Max((int)(centre - support + 0.5), 0);
            var count = Math.Min((int)(centre + support + 0.5), axis.SourceLength) - start;
            table.Starts[i] = start;
            table.Counts[i] = count;
            var sum = 0.0;
            for (var t = 0; t < count; t++)
                sum += weights[t] = ResampleFilter.Weight(interpolation, (t + start - centre + 0.5) * (1 / widening));
            for (var t = 0; t < count; t++)
            {
                var weight = (sum != 0 ? weights[t] / sum : weights[t]) * (1 << Precision);
                table.Weights[i * taps + t] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
            }
        }
        return table;
    }
}
