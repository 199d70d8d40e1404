using System.Numerics.Tensors;

namespace Graft.Artifacts;

/// <summary>How the range of an activation is chosen.</summary>
internal enum CalibrationMethod
{
    /// <summary>Smallest and largest value seen.</summary>
    MinMax,

    /// <summary>All but one in ten thousand values at each end.</summary>
    Percentile,

    /// <summary>The range whose 8-bit codes are distributed most like the values, by Kullback-Leibler divergence (Migacz, 2017).</summary>
    Entropy,
}

/// <summary>Values of an activation over the calibration images, counted in bins that widen as they come. Not thread-safe.</summary>
internal sealed class ActivationHistogram
{
    private const int Bins = 4096;
    private const double Tail = 1e-4;
    private const int Codes = 256;
    private const int LargestIndex = 1 << 24; // as fine as single precision

    // Bins are 2^_power wide and begin at multiples of that: two of them are one of the next width, in whatever order the values come.
    private long[] _counts = new long[Bins];
    private int _power, _first;
    private bool _hasValues;

    /// <summary>Smallest value seen.</summary>
    public float Min { get; private set; }

    /// <summary>Largest value seen.</summary>
    public float Max { get; private set; }

    /// <summary>Counts values; those that are not finite are left out.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty) return;
        var (min, max) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        if (!float.IsFinite(min) || !float.IsFinite(max))
        {
            Add([.. values.ToArray().Where(float.IsFinite)]);
            return;
        }
        Cover(_hasValues ? Math.Min(Min, min) : min, _hasValues ? Math.Max(Max, max) : max);
        var scale = Math.ScaleB(1, -_power); // double: the smallest floats would become zero
        foreach (var value in values) _counts[(int)Math.Floor(value * scale) - _first]++;
    }

    /// <summary>The range that the values need.</summary>
    public ActivationRange Range(CalibrationMethod method)
    {
        var range = Chosen(method);
        return range with { Loss = LossOf(range) };
    }

    // Mean squared error of the codes, as a share of the values' mean square.
    private double LossOf(ActivationRange range)
    {
        var (step, zero) = range.Codes;
        var (error, energy) = (0.0, 0.0);
        for (var bin = 0; bin < Bins; bin++)
        {
            if (_counts[bin] == 0) continue;
            var value = MiddleOf(bin);
            var kept = Math.Clamp(value, -zero * step, (byte.MaxValue - zero) * step);
            error += _counts[bin] * (Math.Pow(value - kept, 2) + step * step / 12);
            energy += _counts[bin] * value * value;
        }
        return energy > 0 ? error / energy : 0;
    }

    private ActivationRange Chosen(CalibrationMethod method) => method switch
    {
        CalibrationMethod.Percentile => new(Min < 0 ? Edge(Tail) : Min, Max > 0 ? Edge(1 - Tail) : Max),
        CalibrationMethod.Entropy => Closest(),
        _ => new(Min, Max),
    };

    private void Cover(float min, float max)
    {
        if (_hasValues && min >= Min && max <= Max) return;
        var power = _hasValues ? _power : Math.Clamp((int)Math.Log2(Math.Max(max - min, 1e-30f)) - 20, -60, 60);
        while (Index(max, power) - Index(min, power) >= Bins || Math.Abs(Index(max, power)) >= LargestIndex || Math.Abs(Index(min, power)) >= LargestIndex)
            power++;
        var (counts, first) = (new long[Bins], (int)Index(min, power));
        var shift = Math.Min(power - _power, 31); // C# shifts by a count modulo 32
        for (var bin = 0; _hasValues && bin < Bins; bin++)
            if (_counts[bin] > 0) counts[(_first + bin >> shift) - first] += _counts[bin];
        (_counts, _first, _power, _hasValues, Min, Max) = (counts, first, power, true, min, max);
    }

    private static double Index(float value, int power) => Math.Floor(Math.ScaleB(value, -power));

    private double Width => Math.ScaleB(1, _power);

    private double MiddleOf(int bin) => (_first + bin + 0.5) * Width;

    // The value below which this share of all lies.
    private float Edge(double share)
    {
        var (total, sum) = (_counts.Sum(), 0L);
        for (var bin = 0; bin < Bins; bin++)
        {
            sum += _counts[bin];
            if (sum >= share * total) return Math.Clamp((float)((_first + bin + (share < 0.5 ? 0 : 1)) * Width), Min, Max);
        }
        return Max;
    }

    // Both ends are drawn in together, by shares of the whole range.
    private ActivationRange Closest()
    {
        const int tries = 64;
        var (best, range) = (double.PositiveInfinity, new ActivationRange(Min, Max));
        for (var step = 0; step < tries; step++)
        {
            var share = 1 - step * 0.75f / tries;
            var tried = new ActivationRange(Math.Min(Min, 0) * share, Math.Max(Max, 0) * share);
            if (Divergence(tried) is var divergence && divergence < best) (best, range) = (divergence, tried);
        }
        return range;
    }

    // Between the values, of which those outside of the range lie at its ends, and the same after 8 bits, where a code's values are spread evenly.
    private double Divergence(ActivationRange range)
    {
        if (range.Max <= range.Min) return double.PositiveInfinity;
        var codeWidth = (range.Max - range.Min) / (double)(Codes - 1);
        // Zero has a code of its own in every range; its many values (what a ReLU cuts off) would ask for a narrow one.
        var zero = -_first;
        var (codes, filled) = (new double[Codes], new int[Codes]);
        var (clipped, at) = (new double[Bins], new int[Bins]);
        for (var bin = 0; bin < Bins; bin++)
        {
            if (_counts[bin] == 0 || bin == zero) continue;
            var value = Math.Clamp(MiddleOf(bin), range.Min, range.Max);
            var code = Math.Clamp((int)Math.Round((value - range.Min) / codeWidth), 0, Codes - 1);
            var place = Math.Clamp((int)Math.Floor(value / Width) - _first, 0, Bins - 1);
            // What lies outside counts in the values, not in the codes: clipping must cost something.
            if (place == bin)
            {
                codes[code] += _counts[bin];
                filled[code]++;
            }
            clipped[place] += _counts[bin];
            at[place] = code;
        }
        var (all, kept) = (clipped.Sum(), codes.Sum());
        var divergence = 0.0;
        for (var bin = 0; bin < Bins; bin++)
        {
            if (clipped[bin] == 0) continue;
            var p = clipped[bin] / all;
            var q = filled[at[bin]] == 0 ? 1e-9 : Math.Max(codes[at[bin]] / filled[at[bin]] / kept, 1e-9);
            divergence += p * Math.Log(p / q);
        }
        return divergence;
    }
}
