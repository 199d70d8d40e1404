using System.Numerics;
using System.Numerics.Tensors;

namespace Graft.Faces;

/// <summary>From float32 to codes, with a bound of what is lost.</summary>
internal static class Quantisation
{
    private const int MaxCode = 127, MaxQueryCode = 8191;

    /// <summary>Codes of a row.</summary>
    /// <param name="values">The row.</param>
    /// <param name="codes">At least as long; the rest is zeros.</param>
    /// <returns>What a code is multiplied with; the squared length of the codes so multiplied; how far from them the row is, rounded up.</returns>
    public static (float Scale, float Square, float Error) Codes(ReadOnlySpan<float> values, Span<sbyte> codes)
    {
        var scale = Math.Abs(values.IsEmpty ? 0 : TensorPrimitives.MaxMagnitude(values)) / MaxCode;
        codes.Clear();
        if (scale == 0) return (0, 0, MathF.BitIncrement((float)Math.Sqrt(TensorPrimitives.SumOfSquares(values))));
        Span<float> rounded = values.Length <= 512 ? stackalloc float[values.Length] : new float[values.Length];
        TensorPrimitives.Divide(values, scale, rounded);
        TensorPrimitives.Round(rounded, rounded);
        TensorPrimitives.Clamp(rounded, -MaxCode, MaxCode, rounded);
        TensorPrimitives.ConvertTruncating<float, sbyte>(rounded, codes);
        // In double precision, so that the error stays a bound.
        var (squares, errors, at) = (Vector<double>.Zero, Vector<double>.Zero, 0);
        for (; at + Vector<float>.Count <= values.Length; at += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[at..]), out var low, out var high);
            Vector.Widen(new Vector<float>(rounded[at..]), out var lowCodes, out var highCodes);
            squares += lowCodes * lowCodes + highCodes * highCodes;
            var (lowLost, highLost) = (low - lowCodes * scale, high - highCodes * scale);
            errors += lowLost * lowLost + highLost * highLost;
        }
        var (square, error) = (Vector.Sum(squares), Vector.Sum(errors));
        for (; at < values.Length; at++)
        {
            square += (double)rounded[at] * rounded[at];
            var lost = values[at] - (double)scale * rounded[at];
            error += lost * lost;
        }
        return (scale, (float)((double)scale * scale * square), MathF.BitIncrement((float)Math.Sqrt(error)));
    }

    /// <summary>
    /// Codes of a query in 16 bits. Products with a row of codes add up within 32 bits for up to 2064 values: 127 x 8191 x 2064 is below 2^31.
    /// </summary>
    public static (float Scale, float Square, float Error) QueryCodes(ReadOnlySpan<float> values, Span<short> codes)
    {
        var scale = Math.Abs(TensorPrimitives.MaxMagnitude(values)) / MaxQueryCode;
        codes.Clear();
        double square = 0, error = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var code = scale > 0 ? (int)MathF.Round(Math.Clamp(values[i] / scale, -MaxQueryCode, MaxQueryCode)) : 0;
            codes[i] = (short)code;
            square += (double)code * code;
            var lost = values[i] - (double)scale * code;
            error += lost * lost;
        }
        return (scale, (float)((double)scale * scale * square), MathF.BitIncrement((float)Math.Sqrt(error)));
    }
}
