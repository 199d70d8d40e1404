using System.Buffers.Binary;
using System.Text;
using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var tensors = new Dictionary<string, HostTensor>
        {
            ["conv.weight"] = new([2, 1, 3, 1], [1, -2, 3, float.MinValue, 1e-38f, 0.1f]),
            ["bn.num_batches_tracked"] = new([], [12345]),
            ["nothing"] = new([0, 4], []),
            ["é \"quoted\""] = new([1], [7]),
        };
        SafeTensors.Write(_folder["a.safetensors"], tensors, new Dictionary<string, string> { ["licence"] = "Apache-2.0", ["note"] = "größer <b>" });
        using var checkpoint = Checkpoint.Open(_folder["a.safetensors"]);
        Assert.Equal(CheckpointFormat.SafeTensors, checkpoint.Format);
        Assert.Equal(tensors.Keys.Order(), checkpoint.Entries.Keys.Order());
        Assert.Equal("größer <b>", checkpoint.Metadata["note"]);
        Assert.Equal(TensorType.I64, checkpoint.Entries["bn.num_batches_tracked"].Type);
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal(tensor.Shape, checkpoint.Entries[name].Shape);
            Assert.Equal(tensor.Data, checkpoint.Read(name).Data);
        }
    }

    [Fact]
    public void Equal_content_gives_equal_bytes_and_values_are_aligned()
    {
        var tensors = new Dictionary<string, HostTensor> { ["b"] = new([3], [1, 2, 3]), ["a.num_batches_tracked"] = new([], [1]), ["a"] = new([1], [4]) };
        SafeTensors.Write(_folder["1"], tensors);
        SafeTensors.Write(_folder["2"], tensors.Reverse().ToDictionary());
        Assert.Equal(File.ReadAllBytes(_folder["1"]), File.ReadAllBytes(_folder["2"]));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(_folder["1"])) % 8);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "beyond")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "the file at")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes and has 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "beyond")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,2,3,4,5,6,7,99999,99999],"data_offsets":[0,0]}}""", 0, "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "no data_offsets")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "type ''")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}""", 2, "F8_E4M3")]
    [InlineData("""{"a":3}""", 0, "not described")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "overlaps")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}}""", 5, "belong to no tensor")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "not JSON")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "not text")]
    [InlineData("""{"a":{"dtype":"F32" """, 0, "not JSON")]
    [InlineData("""{"a":[[[[[[[[[[[[]]]]]]]]]]]]}""", 0, "not JSON")]
    public void A_header_that_does_not_fit_its_file_is_refused_by_name(string header, int bytes, string reason)
    {
        var refusal = Assert.Throws<GraftException>(() => Checkpoint.Open(Raw("bad.safetensors", header, bytes)));
        Assert.Contains("bad.safetensors", refusal.Message);
        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public void A_header_longer_than_the_file_asks_for_no_memory()
    {
        var path = Raw("long.safetensors", "{}", 0);
        var bytes = File.ReadAllBytes(path);
        foreach (var length in new ulong[] { 3, 99_000_000, ulong.MaxValue })
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
            AtomicFile.WriteBytes(path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains("header", Assert.Throws<GraftException>(() => Checkpoint.Open(path)).Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void Files_that_are_no_checkpoint_are_refused_by_name()
    {
        AtomicFile.WriteText(_folder["text.pth"], "This is not a checkpoint, it is a sentence.");
        AtomicFile.WriteText(_folder["empty.pth"], "");
        Assert.Contains("neither", Assert.Throws<GraftException>(() => Checkpoint.Open(_folder["text.pth"])).Message);
        Assert.Contains("empty", Assert.Throws<GraftException>(() => Checkpoint.Open(_folder["empty.pth"])).Message);
        Assert.Contains("no checkpoint", Assert.Throws<GraftException>(() => Checkpoint.Open(_folder["none.pth"])).Message);
        Assert.Contains("folder", Assert.Throws<GraftException>(() => Checkpoint.Open(_folder.Root)).Message);
    }

    [Fact]
    public void A_tensor_that_is_not_there_is_named()
    {
        using var checkpoint = Checkpoint.Open(Raw("a.safetensors", "{}", 0));
        Assert.Contains("'conv.weight'", Assert.Throws<GraftException>(() => checkpoint.Read("conv.weight")).Message);
    }

    private string Raw(string name, string header, int bytes)
    {
        var file = new byte[8 + Encoding.UTF8.GetByteCount(header) + bytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, file.Length - 8 - bytes);
        Encoding.UTF8.GetBytes(header, file.AsSpan(8));
        AtomicFile.WriteBytes(_folder[name], file);
        return _folder[name];
    }
}
