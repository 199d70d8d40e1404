using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Graft.Faces;

/// <summary>Inner products of rows of codes with a query: exact whole numbers, whatever the processor computes them with.</summary>
internal static unsafe class CodeProducts
{
    /// <summary>The ways, the fastest that this processor has first.</summary>
    public static IReadOnlyList<CodeProductsWay> Ways { get; } =
    [
        .. Avx512BW.IsSupported ? [CodeProductsWay.Avx512] : (CodeProductsWay[])[],
        .. Avx2.IsSupported ? [CodeProductsWay.Avx2] : (CodeProductsWay[])[],
        CodeProductsWay.Portable,
    ];

    /// <summary>Products of the rows, four at a time; <paramref name="products"/> has room for a multiple of four.</summary>
    /// <param name="way">How.</param>
    /// <param name="codes">Rows of <paramref name="stride"/> codes, with whole groups of four in memory.</param>
    /// <param name="stride">A multiple of 64.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="query">As many codes as the stride.</param>
    /// <param name="products">To be filled.</param>
    public static void Fill(CodeProductsWay way, sbyte* codes, int stride, int rows, short* query, int* products)
    {
        switch (way)
        {
            case CodeProductsWay.Avx512:
                for (var row = 0; row < rows; row += 4) Four512(codes + (nint)row * stride, stride, query).Store(products + row);
                break;
            case CodeProductsWay.Avx2:
                for (var row = 0; row < rows; row += 4) Four256(codes + (nint)row * stride, stride, query).Store(products + row);
                break;
            default:
                for (var row = 0; row < rows; row++) products[row] = One128(codes + (nint)row * stride, stride, query);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Four512(sbyte* row, int stride, short* query)
    {
        Vector512<int> a = default, b = default, c = default, d = default;
        for (var k = 0; k < stride; k += 32)
        {
            var q = Vector512.Load(query + k);
            a += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + k)), q);
            b += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + stride + k)), q);
            c += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + 2 * stride + k)), q);
            d += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row + 3 * stride + k)), q);
        }
        return Sums(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Four256(sbyte* row, int stride, short* query)
    {
        Vector256<int> a = default, b = default, c = default, d = default;
        for (var k = 0; k < stride; k += 16)
        {
            var q = Vector256.Load(query + k);
            a += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load(row + k)), q);
            b += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load(row + stride + k)), q);
            c += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load(row + 2 * stride + k)), q);
            d += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.Load(row + 3 * stride + k)), q);
        }
        return Sums(a, b, c, d);
    }

    // Of each the sum of its eight numbers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sums(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        var sums = Avx2.HorizontalAdd(Avx2.HorizontalAdd(a, b), Avx2.HorizontalAdd(c, d));
        return sums.GetLower() + sums.GetUpper();
    }

    // Neon where the processor is Arm's, and whatever else has vectors of 128 bits.
    private static int One128(sbyte* row, int stride, short* query)
    {
        Vector128<int> sum = default;
        for (var k = 0; k < stride; k += 16)
        {
            var (low, high) = Vector128.Widen(Vector128.Load(row + k));
            sum += Products(low, Vector128.Load(query + k)) + Products(high, Vector128.Load(query + k + 8));
        }
        return Vector128.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Products(Vector128<short> row, Vector128<short> query)
    {
        var (rowLow, rowHigh) = Vector128.Widen(row);
        var (queryLow, queryHigh) = Vector128.Widen(query);
        return rowLow * queryLow + rowHigh * queryHigh;
    }
}

/// <summary>Which vectors compute the products.</summary>
internal enum CodeProductsWay
{
    /// <summary>512 bits.</summary>
    Avx512,

    /// <summary>256 bits.</summary>
    Avx2,

    /// <summary>128 bits: Neon, SSE, WebAssembly.</summary>
    Portable,
}
