using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Graft.Imaging;

/// <summary>The kernel for processors other than x86: 128-bit vectors of 32-bit sums.</summary>
internal static unsafe class Vector128Kernel
{
    private const int Half = 1 << (ResampleTable.Precision - 1);

    /// <summary>Bytes one step loads, from its pixel.</summary>
    public const int Reach = 4;

    /// <summary>One row, from pixels of <paramref name="channels"/> bytes to pixels of 3; 4 bytes are written per pixel.</summary>
    public static void Horizontal(byte* row, int channels, ResampleTable table, byte* output)
    {
        for (var x = 0; x < table.Length; x++)
        {
            var sum = Vector128.Create(Half);
            var at = row + table.Starts[x] * channels;
            foreach (var weight in table.Weights.AsSpan(x * table.Taps, table.Counts[x]))
            {
                sum += Widen(*(uint*)at) * Vector128.Create(weight);
                at += channels;
            }
            *(uint*)(output + x * 3) = Narrow(sum, default, default, default).AsUInt32().ToScalar();
        }
    }

    /// <summary>One output row of <paramref name="length"/> bytes, at least 16, from rows <paramref name="stride"/> bytes apart.</summary>
    public static void Vertical(byte* rows, int stride, ReadOnlySpan<int> weights, byte* output, int length)
    {
        for (var i = 0; i < length; i += 16)
        {
            i = Math.Min(i, length - 16);
            Vector128<int> sum0 = Vector128.Create(Half), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            var at = rows + i;
            foreach (var weight in weights)
            {
                var (low, high) = Vector128.Widen(Vector128.Load(at));
                var (first, second) = Vector128.Widen(low.AsInt16());
                var (third, fourth) = Vector128.Widen(high.AsInt16());
                var factor = Vector128.Create(weight);
                sum0 += first * factor;
                sum1 += second * factor;
                sum2 += third * factor;
                sum3 += fourth * factor;
                at += stride;
            }
            Narrow(sum0, sum1, sum2, sum3).Store(output + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Widen(uint pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsByte())).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector128<int> sum0, Vector128<int> sum1, Vector128<int> sum2, Vector128<int> sum3) =>
        Vector128.Narrow(Vector128.Narrow(Clip(sum0), Clip(sum1)).AsUInt16(), Vector128.Narrow(Clip(sum2), Clip(sum3)).AsUInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Clip(Vector128<int> sum) =>
        Vector128.Max(Vector128.Min(sum >> ResampleTable.Precision, Vector128.Create(255)), Vector128<int>.Zero);
}
