using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Graft.Networks;

/// <summary>Writes .safetensors files, which every other framework reads.</summary>
internal static class SafeTensors
{
    /// <summary>
    /// Writes tensors as float32 in C order, counters (<c>*.num_batches_tracked</c>) as int64 scalars, indices
    /// (<c>*.relative_position_index</c>) as int64; whole or not at all.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Values by name.</param>
    /// <param name="metadata">Text kept in the header under <c>__metadata__</c>.</param>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, HostTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wider types first, so that every tensor is aligned to its type; then by name, so that equal content gives equal files.
        var ordered = tensors.OrderBy(pair => IsWhole(pair) ? 0 : 1).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var pair in ordered) WriteValues(stream, pair);
        });
    }

    private static bool IsCounter(KeyValuePair<string, HostTensor> pair) =>
        pair.Value.Data.Length == 1 && pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private static bool IsWhole(KeyValuePair<string, HostTensor> pair) =>
        IsCounter(pair) || pair.Key.EndsWith("relative_position_index", StringComparison.Ordinal);

    private static byte[] Header(List<KeyValuePair<string, HostTensor>> ordered, IReadOnlyDictionary<string, string>? metadata)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var pair in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(pair.Key, pair.Value);
                json.WriteEndObject();
            }
            var position = 0L;
            foreach (var pair in ordered) WriteEntry(json, pair, ref position);
            json.WriteEndObject();
        }
        while (memory.Length % 8 != 0) memory.WriteByte((byte)' ');
        return memory.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, KeyValuePair<string, HostTensor> pair, ref long position)
    {
        var tensor = pair.Value;
        if (tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension) != tensor.Data.Length)
            throw new ArgumentException($"'{pair.Key}' of shape {TensorShape.Text(tensor.Shape)} has {tensor.Data.Length} values.");
        json.WriteStartObject(pair.Key);
        json.WriteString("dtype", IsWhole(pair) ? "I64" : "F32");
        json.WriteStartArray("shape");
        foreach (var dimension in IsCounter(pair) ? [] : tensor.Shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(position);
        json.WriteNumberValue(position += (IsWhole(pair) ? 8L : 4L) * tensor.Data.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValues(Stream stream, KeyValuePair<string, HostTensor> pair)
    {
        if (IsWhole(pair))
        {
            var values = new byte[8 * pair.Value.Data.Length];
            for (var i = 0; i < pair.Value.Data.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(values.AsSpan(8 * i), (long)pair.Value.Data[i]);
            stream.Write(values);
            return;
        }
        for (var rest = pair.Value.Data.AsSpan(); rest.Length > 0;) // a span of bytes counts to 2^31 only
        {
            var part = rest[..Math.Min(rest.Length, 1 << 28)];
            stream.Write(MemoryMarshal.AsBytes(part));
            rest = rest[part.Length..];
        }
    }
}
