using System.Runtime.InteropServices;

namespace Graft.Mpi;

/// <summary>The sum of bfloat16 values, which MPI does not know: added in float32, and rounded to the nearest, ties to even.</summary>
internal static unsafe class Bfloat16Sums
{
    /// <summary>An MPI_User_function.</summary>
    [UnmanagedCallersOnly]
    public static void Add(ushort* values, ushort* sums, int* length, nint* type)
    {
        for (var i = 0; i < *length; i++) sums[i] = Rounded(Single(values[i]) + Single(sums[i]));
    }

    private static float Single(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static ushort Rounded(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
