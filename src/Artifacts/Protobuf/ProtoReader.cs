namespace Graft.Artifacts;

/// <summary>Walks the fields of one protobuf message in a seekable stream; contents are skipped, not read.</summary>
internal static class ProtoReader
{
    /// <summary>Fields from the stream's start to <paramref name="end"/>.</summary>
    /// <exception cref="InvalidDataException">These bytes are not protobuf.</exception>
    /// <exception cref="EndOfStreamException">A field goes on after the end; the message says how many bytes are missing.</exception>
    public static IEnumerable<ProtoField> Fields(Stream stream, long start, long end)
    {
        for (var at = start; at < end;)
        {
            stream.Position = at;
            var tag = Varint(stream);
            var wire = (ProtoWire)(tag & 7);
            if (tag >> 3 is 0 or > 536_870_911 || !Enum.IsDefined(wire)) throw new InvalidDataException($"No field starts at byte {at}.");
            var length = wire switch
            {
                ProtoWire.Fixed32 => 4UL,
                ProtoWire.Fixed64 => 8UL,
                ProtoWire.Delimited => Varint(stream),
                _ => VarintLength(stream),
            };
            var content = stream.Position;
            if (length > (ulong)(end - content)) throw new EndOfStreamException($"{length - (ulong)(end - content)} bytes are missing.");
            var field = new ProtoField((int)(tag >> 3), wire, at, content, content + (long)length);
            at = field.End;
            yield return field;
        }
    }

    /// <summary>The content of a delimited field.</summary>
    public static byte[] Read(Stream stream, ProtoField field)
    {
        var bytes = new byte[field.End - field.Content];
        stream.Position = field.Content;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static ulong Varint(Stream stream)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = stream.ReadByte();
            if (next < 0) throw new EndOfStreamException("The file ends within a number.");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new InvalidDataException("A number is longer than ten bytes.");
    }

    private static ulong VarintLength(Stream stream)
    {
        var start = stream.Position;
        Varint(stream);
        var length = stream.Position - start;
        stream.Position = start;
        return (ulong)length;
    }
}

/// <summary>Where a field lies: its tag starts at Start, its content (for delimited fields) at Content and ends before End.</summary>
internal readonly record struct ProtoField(int Number, ProtoWire Wire, long Start, long Content, long End);

/// <summary>Protobuf's wire types that are in use today.</summary>
internal enum ProtoWire
{
    Varint = 0,
    Fixed64 = 1,
    Delimited = 2,
    Fixed32 = 5,
}
