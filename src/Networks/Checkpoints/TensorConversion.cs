using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Graft.Networks;

/// <summary>Stored bytes to float32.</summary>
internal static class TensorConversion
{
    /// <summary>Converts <paramref name="bytes"/>, a whole number of values, into as many floats.</summary>
    public static void ToSingle(ReadOnlySpan<byte> bytes, TensorType type, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.F32: bytes.CopyTo(MemoryMarshal.AsBytes(destination)); break;
            case TensorType.F16: TensorPrimitives.ConvertToSingle(As<Half>(bytes), destination); break;
            case TensorType.BF16: FromBrainFloat(As<ushort>(bytes), destination); break;
            case TensorType.F64: TensorPrimitives.ConvertTruncating(As<double>(bytes), destination); break;
            case TensorType.I64: TensorPrimitives.ConvertTruncating(As<long>(bytes), destination); break;
            case TensorType.I32: TensorPrimitives.ConvertTruncating(As<int>(bytes), destination); break;
            case TensorType.I16: TensorPrimitives.ConvertTruncating(As<short>(bytes), destination); break;
            case TensorType.I8: TensorPrimitives.ConvertTruncating(As<sbyte>(bytes), destination); break;
            default: TensorPrimitives.ConvertTruncating(bytes, destination); break;
        }
    }

    // bfloat16 is a float32 without its lower half: widen and shift.
    private static void FromBrainFloat(ReadOnlySpan<ushort> values, Span<float> destination)
    {
        var bits = MemoryMarshal.Cast<float, uint>(destination);
        TensorPrimitives.ConvertTruncating(values, bits);
        TensorPrimitives.ShiftLeft(bits, 16, bits);
    }

    private static ReadOnlySpan<T> As<T>(ReadOnlySpan<byte> bytes) where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes);
}
