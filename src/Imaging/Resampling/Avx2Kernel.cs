using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Imaging;

/// <summary>Four taps of three channels per multiply-add; exact 22-bit weights as two 16-bit parts (see <see cref="WeightPairs"/>).</summary>
internal static unsafe class Avx2Kernel
{
    private const int Half = 1 << (ResampleTable.Precision - 1);

    /// <summary>Bytes one step loads per row, from the first of its four pixels.</summary>
    public const int Reach = 16;

    /// <summary>
    /// Two rows at once, from pixels of <paramref name="channels"/> bytes to pixels of 3; 4 bytes are written per pixel, so
    /// that each output row needs a spare byte behind it.
    /// </summary>
    public static void Horizontal(byte* row0, byte* row1, int channels, ResampleTable table, byte* output0, byte* output1)
    {
        var order = PixelOrder(channels);
        var half = Vector128.Create(Half);
        fixed (int* starts = table.Starts, weights = table.Expanded)
        {
            var weight = weights;
            for (var x = 0; x < table.Length; x++)
            {
                var at = starts[x] * channels;
                var end = weight + table.Taps * 4;
                Vector256<int> high0 = default, low0 = default, high1 = default, low1 = default;
                for (; weight < end; weight += 16, at += 4 * channels)
                {
                    var highs = Vector256.Load(weight).AsInt16();
                    var lows = Vector256.Load(weight + 8).AsInt16();
                    var pixels0 = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(row0 + at), order).AsInt16();
                    var pixels1 = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(row1 + at), order).AsInt16();
                    high0 += Avx2.MultiplyAddAdjacent(pixels0, highs);
                    low0 += Avx2.MultiplyAddAdjacent(pixels0, lows);
                    high1 += Avx2.MultiplyAddAdjacent(pixels1, highs);
                    low1 += Avx2.MultiplyAddAdjacent(pixels1, lows);
                }
                Store(output0 + x * 3, high0, low0, half);
                Store(output1 + x * 3, high1, low1, half);
            }
        }
    }

    /// <summary>
    /// One output row of <paramref name="length"/> bytes, at least 16, from rows <paramref name="stride"/> bytes apart; the
    /// number of weights is even, and where the last one is 0 its row is read all the same.
    /// </summary>
    public static void Vertical(byte* rows, int stride, ReadOnlySpan<int> weights, byte* output, int length)
    {
        for (var i = 0; i < length; i += 16)
        {
            // The last step is moved back to end with the row; what it computes twice is the same.
            i = Math.Min(i, length - 16);
            Vector256<int> highLeft = default, lowLeft = default, highRight = default, lowRight = default;
            var at = rows + i;
            for (var t = 0; t < weights.Length; t += 2, at += 2 * stride)
            {
                var first = Avx2.ConvertToVector256Int16(at);
                var second = Avx2.ConvertToVector256Int16(at + stride);
                var left = Avx2.UnpackLow(first, second);
                var right = Avx2.UnpackHigh(first, second);
                var highs = Vector256.Create(WeightPairs.High(weights[t], weights[t + 1])).AsInt16();
                var lows = Vector256.Create(WeightPairs.Low(weights[t], weights[t + 1])).AsInt16();
                highLeft += Avx2.MultiplyAddAdjacent(left, highs);
                lowLeft += Avx2.MultiplyAddAdjacent(left, lows);
                highRight += Avx2.MultiplyAddAdjacent(right, highs);
                lowRight += Avx2.MultiplyAddAdjacent(right, lows);
            }
            // Packing undoes the unpacking within each half of the vector.
            var words = Avx2.PackSignedSaturate(Round(highLeft, lowLeft), Round(highRight, lowRight));
            Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper()).Store(output + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Round(Vector256<int> high, Vector256<int> low) =>
        ((high << WeightPairs.LowBits) + low + Vector256.Create(Half)) >> ResampleTable.Precision;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* output, Vector256<int> high, Vector256<int> low, Vector128<int> half)
    {
        var sums = (high << WeightPairs.LowBits) + low;
        var sum = (sums.GetLower() + sums.GetUpper() + half) >> ResampleTable.Precision;
        var words = Sse2.PackSignedSaturate(sum, sum);
        *(int*)output = Sse2.PackUnsignedSaturate(words, words).AsInt32().ToScalar();
    }

    /// <summary>Zero-extends two pixels per lane and pairs their channels: r0 r1 g0 g1 b0 b1, for 16-bit multiply-add.</summary>
    private static Vector256<byte> PixelOrder(int channels)
    {
        const byte none = 0x80;
        Span<byte> order = stackalloc byte[32];
        order.Fill(none);
        for (var lane = 0; lane < 2; lane++)
            for (var channel = 0; channel < 3; channel++)
                for (var pixel = 0; pixel < 2; pixel++)
                    order[lane * 16 + channel * 4 + pixel * 2] = (byte)((lane * 2 + pixel) * channels + channel);
        return Vector256.Create<byte>(order);
    }
}

/// <summary>
/// Weights split for 16-bit multiply-add, without losing a bit: <c>weight = high * 256 + low</c>, high at most 2^14 plus
/// overshoot and low 0..255, so both fit in 16 bits with their sign. Sums are put together by <c>(high &lt;&lt; 8) + low</c>.
/// </summary>
internal static class WeightPairs
{
    /// <summary>Bits of the low part.</summary>
    public const int LowBits = 8;

    /// <summary>Two consecutive high parts as one 32-bit lane.</summary>
    public static int High(int first, int second) => Pack(first >> LowBits, second >> LowBits);

    /// <summary>Two consecutive low parts as one 32-bit lane.</summary>
    public static int Low(int first, int second) => Pack(first & 0xFF, second & 0xFF);

    private static int Pack(int first, int second) => (first & 0xFFFF) | (second << 16);

    /// <summary>
    /// The weights of a table for <see cref="Avx2Kernel"/>: for every 4 taps 16 lanes, high parts of taps 0 and 1 four
    /// times and of 2 and 3 four times, then the low parts likewise.
    /// </summary>
    public static int[] Expand(ResampleTable table)
    {
        var weights = table.Weights;
        var expanded = GC.AllocateUninitializedArray<int>(weights.Length * 4);
        for (var i = 0; i < weights.Length; i += 4)
        {
            var at = expanded.AsSpan(i * 4, 16);
            at[..4].Fill(High(weights[i], weights[i + 1]));
            at[4..8].Fill(High(weights[i + 2], weights[i + 3]));
            at[8..12].Fill(Low(weights[i], weights[i + 1]));
            at[12..].Fill(Low(weights[i + 2], weights[i + 3]));
        }
        return expanded;
    }
}
