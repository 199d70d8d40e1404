namespace Graft.Imaging;

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
