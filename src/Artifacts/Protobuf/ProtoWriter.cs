using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Graft.Artifacts;

/// <summary>
/// The few forms of protobuf's wire format that ONNX needs (https://protobuf.dev/programming-guides/encoding/), into memory.
/// Large tensors do not pass through here; see <see cref="OnnxTensor"/>.
/// </summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public ProtoWriter Integer(int field, long value)
    {
        Tag(field, ProtoWire.Varint);
        Varint((ulong)value);
        return this;
    }

    public ProtoWriter Float(int field, float value)
    {
        Tag(field, ProtoWire.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public ProtoWriter Double(int field, double value)
    {
        Tag(field, ProtoWire.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter message) => Bytes(field, message.Written);

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Begin(field, value.Length);
        _buffer.Write(value);
        return this;
    }

    /// <summary>Tag and length of a field whose content follows by other means.</summary>
    public ProtoWriter Begin(int field, long length)
    {
        Tag(field, ProtoWire.Delimited);
        Varint((ulong)length);
        return this;
    }

    private void Tag(int field, ProtoWire wire) => Varint((ulong)field << 3 | (ulong)wire);

    private void Varint(ulong value)
    {
        var span = _buffer.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7) span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        _buffer.Advance(length);
    }
}
