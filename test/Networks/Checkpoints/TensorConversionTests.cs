using System.Runtime.InteropServices;
using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class TensorConversionTests
{
    [Fact]
    public void Every_half_and_every_bfloat16_becomes_its_float()
    {
        var bits = Enumerable.Range(0, 1 << 16).Select(value => (ushort)value).ToArray();
        var floats = new float[bits.Length];
        TensorConversion.ToSingle(MemoryMarshal.AsBytes<ushort>(bits), TensorType.F16, floats);
        Assert.Equal(bits.Select(value => (float)BitConverter.UInt16BitsToHalf(value)), floats);
        TensorConversion.ToSingle(MemoryMarshal.AsBytes<ushort>(bits), TensorType.BF16, floats);
        Assert.Equal(bits.Select(value => BitConverter.UInt32BitsToSingle((uint)value << 16)), floats);
    }

    [Fact]
    public void Doubles_and_integers_are_rounded_to_the_nearest_float()
    {
        double[] doubles = [0.1, -1e300, 1e-50, double.NaN, 16777217];
        var floats = new float[5];
        TensorConversion.ToSingle(MemoryMarshal.AsBytes<double>(doubles), TensorType.F64, floats);
        Assert.Equal([0.1f, float.NegativeInfinity, 0, float.NaN, 16777216], floats);
        long[] longs = [long.MaxValue, long.MinValue, -1, 1L << 40, 0];
        TensorConversion.ToSingle(MemoryMarshal.AsBytes<long>(longs), TensorType.I64, floats);
        Assert.Equal(longs.Select(value => (float)value), floats);
    }

    [Fact]
    public void Reading_takes_the_memory_of_the_answer_and_no_more()
    {
        using var checkpoint = Checkpoint.Open(WeightsStore.Resolve("efficientnet_lite0").Path);
        checkpoint.Read("conv_stem.weight");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var classifier = checkpoint.Read("classifier.weight");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L * classifier.Data.Length + 10_000);
        before = GC.GetAllocatedBytesForCurrentThread();
        checkpoint.Read("classifier.weight", classifier.Data);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }
}
