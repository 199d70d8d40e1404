namespace Graft.Training;

/// <summary>float32 to the nearest bfloat16, ties to even, and back.</summary>
internal static class Bfloat16
{
    public static void Round(ReadOnlySpan<float> values, Span<ushort> halves)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(values[i]);
            halves[i] = (ushort)(float.IsNaN(values[i]) ? 0x7FC0 : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }

    public static void Widen(ReadOnlySpan<ushort> halves, Span<float> values)
    {
        for (var i = 0; i < halves.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
    }
}
