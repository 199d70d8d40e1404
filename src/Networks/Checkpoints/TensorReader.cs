using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Graft.Networks;

/// <summary>Reads a <see cref="StoredTensor"/>: float32 straight into its place, other types through a small window.</summary>
internal static class TensorReader
{
    private const int WindowBytes = 1 << 17;

    public static void Read(CheckpointFile file, StoredTensor tensor, Span<float> destination)
    {
        if (tensor.Strides is null) ReadRun(file, tensor.Position, tensor.Entry.Type, destination);
        else if (destination.Length > 0) Gather(file, tensor, destination);
    }

    private static void ReadRun(CheckpointFile file, long position, TensorType type, Span<float> destination)
    {
        if (type == TensorType.F32)
        {
            while (destination.Length > 0) // a span of bytes counts to 2^31 only
            {
                var part = destination[..Math.Min(destination.Length, 1 << 28)];
                file.Read(position, MemoryMarshal.AsBytes(part));
                position += 4L * part.Length;
                destination = destination[part.Length..];
            }
            return;
        }
        var window = ArrayPool<byte>.Shared.Rent(WindowBytes);
        try
        {
            while (destination.Length > 0)
            {
                var count = Math.Min(destination.Length, WindowBytes / type.Size());
                var bytes = window.AsSpan(0, count * type.Size());
                file.Read(position, bytes);
                TensorConversion.ToSingle(bytes, type, destination[..count]);
                position += bytes.Length;
                destination = destination[count..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    // Channels-last filters and other views: the run that holds them is read whole, then put in C order.
    private static void Gather(CheckpointFile file, StoredTensor tensor, Span<float> destination)
    {
        var extent = (int)tensor.Extent;
        var run = ArrayPool<float>.Shared.Rent(extent);
        try
        {
            ReadRun(file, tensor.Position, tensor.Entry.Type, run.AsSpan(0, extent));
            var shape = tensor.Entry.Shape;
            var strides = tensor.Strides!;
            var index = new int[shape.Count];
            var at = 0L;
            for (var i = 0; i < destination.Length; i++)
            {
                destination[i] = run[at];
                for (var d = shape.Count - 1; d >= 0; d--)
                {
                    at += strides[d];
                    if (++index[d] < shape[d]) break;
                    at -= strides[d] * shape[d];
                    index[d] = 0;
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(run);
        }
    }
}

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
