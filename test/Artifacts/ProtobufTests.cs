using Graft.Artifacts;

namespace Graft.Tests.Artifacts;

public sealed class ProtobufTests
{
    [Fact]
    public void Fields_have_the_bytes_of_the_specification()
    {
        // the examples of https://protobuf.dev/programming-guides/encoding/
        Assert.Equal([0x08, 0x96, 0x01], new ProtoWriter().Integer(1, 150).Written.ToArray());
        Assert.Equal([0x12, 0x07, .. "testing"u8], new ProtoWriter().Text(2, "testing").Written.ToArray());
        Assert.Equal([0x1a, 0x03, 0x08, 0x96, 0x01], new ProtoWriter().Message(3, new ProtoWriter().Integer(1, 150)).Written.ToArray());
        Assert.Equal([0x0d, 0, 0, 0x80, 0x3f], new ProtoWriter().Float(1, 1).Written.ToArray());
        Assert.Equal([0x08, .. Enumerable.Repeat((byte)0xff, 9), 0x01], new ProtoWriter().Integer(1, -1).Written.ToArray());
    }

    [Fact]
    public void What_was_written_is_found_again_without_reading_it()
    {
        var bytes = new ProtoWriter().Integer(1, 300).Float(2, 0.5f).Text(16, "far").Begin(3, 0).Written.ToArray();
        var fields = ProtoReader.Fields(new MemoryStream(bytes), 0, bytes.Length).ToList();
        Assert.Equal([1, 2, 16, 3], fields.Select(field => field.Number));
        Assert.Equal("far"u8.ToArray(), ProtoReader.Read(new MemoryStream(bytes), fields[2]));
        Assert.Equal(bytes.Length, fields[^1].End);
    }

    [Theory]
    [InlineData(new byte[] { 0x00 })] // field 0
    [InlineData(new byte[] { 0x0b })] // a group, long gone from protobuf
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]
    public void Bytes_that_are_not_protobuf_are_told_apart(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => ProtoReader.Fields(new MemoryStream(bytes), 0, bytes.Length).ToList());

    [Theory]
    [InlineData(new byte[] { 0x12, 0x07, 0x74 })]
    [InlineData(new byte[] { 0x0d, 0x00 })]
    [InlineData(new byte[] { 0x08, 0x96 })]
    [InlineData(new byte[] { 0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f })] // a length beyond any file
    public void A_field_that_goes_on_after_the_end_is_cut_off(byte[] bytes) =>
        Assert.Throws<EndOfStreamException>(() => ProtoReader.Fields(new MemoryStream(bytes), 0, bytes.Length).ToList());
}
