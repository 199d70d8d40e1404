using System.Buffers.Binary;
using System.Numerics;

namespace Graft.Artifacts;

/// <summary>
/// Records of TensorFlow: length, its checksum, content, its checksum, all little-endian (https://www.tensorflow.org/tutorials/load_data/tfrecord).
/// Checksums are masked CRC-32C.
/// </summary>
internal static class TfRecord
{
    private const uint Mask = 0xa282ead8;

    /// <summary>Appends a record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
        var record = new byte[12 + content.Length + 4];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Checksum(record.AsSpan(0, 8)));
        content.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + content.Length), Checksum(content));
        stream.Write(record);
    }

    /// <summary>Contents of the records, up to the first that is not whole.</summary>
    /// <exception cref="InvalidDataException">A checksum is wrong.</exception>
    public static IEnumerable<byte[]> Read(Stream stream)
    {
        var head = new byte[12];
        while (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)) != Checksum(head.AsSpan(0, 8)))
                throw new InvalidDataException("The length is damaged.");
            var length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(head));
            var rest = new byte[length + 4];
            if (stream.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length) yield break;
            if (BinaryPrimitives.ReadUInt32LittleEndian(rest.AsSpan(length)) != Checksum(rest.AsSpan(0, length)))
                throw new InvalidDataException("The content is damaged.");
            yield return rest[..length];
        }
    }

    /// <summary>The masked CRC-32C (Castagnoli): a checksum of content that holds checksums would otherwise be a weak one.</summary>
    public static uint Checksum(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content) crc = BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + Mask);
    }
}
