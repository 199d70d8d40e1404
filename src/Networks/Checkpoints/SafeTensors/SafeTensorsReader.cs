using System.Buffers.Binary;
using System.Text.Json;

namespace Graft.Networks;

/// <summary>
/// The .safetensors format: eight bytes of header length, a JSON header, then the values. As the format's own
/// reader does, every byte of values must belong to exactly one tensor.
/// </summary>
internal static class SafeTensorsReader
{
    // The limit of the format's own reader; also keeps a flipped bit in the length from asking for gigabytes.
    private const long LargestHeader = 100_000_000;

    public static ICheckpoint Read(CheckpointFile file)
    {
        if (file.Length < 8) throw file.Damaged("it is too short for a header.");
        Span<byte> prefix = stackalloc byte[8];
        file.Read(0, prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LargestHeader || (long)length > file.Length - 8)
            throw file.Damaged($"its header should have {length} bytes, the file has {file.Length}.");
        var header = new byte[length];
        file.Read(8, header);
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return Read(file, json.RootElement, dataStart: 8 + (long)length);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException) // the latter for a text that is not UTF-8
        {
            throw file.Damaged($"its header is not JSON ({failure.Message})");
        }
    }

    private static StoredCheckpoint Read(CheckpointFile file, JsonElement header, long dataStart)
    {
        if (header.ValueKind != JsonValueKind.Object) throw file.Damaged("its header is not a JSON object.");
        var metadata = new Dictionary<string, string>();
        var tensors = new List<StoredTensor>();
        foreach (var property in header.EnumerateObject())
        {
            if (property.Name == "__metadata__") ReadMetadata(file, property.Value, metadata);
            else tensors.Add(SafeTensorsEntry.Read(file, property, dataStart));
        }
        RefuseOverlapsAndHoles(file, tensors, dataStart);
        return new StoredCheckpoint(file, CheckpointFormat.SafeTensors, tensors) { Metadata = metadata };
    }

    private static void ReadMetadata(CheckpointFile file, JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object) throw file.Damaged("__metadata__ is not a JSON object.");
        foreach (var pair in value.EnumerateObject())
        {
            if (pair.Value.ValueKind != JsonValueKind.String) throw file.Damaged($"the metadata '{pair.Name}' is not text.");
            metadata[pair.Name] = pair.Value.GetString()!;
        }
    }

    private static void RefuseOverlapsAndHoles(CheckpointFile file, List<StoredTensor> tensors, long dataStart)
    {
        var end = dataStart;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Position).ThenBy(tensor => tensor.Entry.Count))
        {
            if (tensor.Position < end) throw file.Damaged($"'{tensor.Entry.Name}' overlaps the tensor before it.");
            if (tensor.Position > end) throw file.Damaged($"the bytes before '{tensor.Entry.Name}' belong to no tensor.");
            end += (long)tensor.Entry.Count * tensor.Entry.Type.Size();
        }
        if (end != file.Length) throw file.Damaged($"its tensors end at byte {end}, the file at {file.Length}.");
    }
}

/// <summary>One tensor of a .safetensors header: dtype, shape and data_offsets, each checked.</summary>
internal static class SafeTensorsEntry
{
    public static StoredTensor Read(CheckpointFile file, JsonProperty property, long dataStart)
    {
        var name = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object) throw file.Damaged($"'{name}' is not described.");
        var type = ReadType(file, name, property.Value);
        var shape = TensorShape.Checked(file, name, Numbers(file, name, property.Value, "shape"));
        var entry = new CheckpointEntry(name, type, shape);

        if (Numbers(file, name, property.Value, "data_offsets") is not [var begin, var end])
            throw file.Damaged($"'{name}' does not have two data_offsets.");
        if (begin > end || end > file.Length - dataStart)
            throw file.Damaged($"'{name}' lies at {begin}..{end}, beyond the {file.Length - dataStart} bytes of values.");
        var bytes = (long)entry.Count * type.Size();
        if (end - begin != bytes)
            throw file.Damaged($"'{name}' of shape {TensorShape.Text(shape)} in {type.Spelling()} needs {bytes} bytes and has {end - begin}.");
        return new StoredTensor(entry, dataStart + begin);
    }

    private static TensorType ReadType(CheckpointFile file, string name, JsonElement value)
    {
        var spelling = value.TryGetProperty("dtype", out var dtype) && dtype.ValueKind == JsonValueKind.String ? dtype.GetString() : null;
        return TensorTypes.FromSpelling(spelling) ?? throw file.Refused($"'{name}' has the type '{spelling}', which is not read.",
            $"Save it as one of {string.Join(", ", Enum.GetValues<TensorType>().Select(type => type.Spelling()))}.");
    }

    private static List<long> Numbers(CheckpointFile file, string name, JsonElement value, string key)
    {
        if (!value.TryGetProperty(key, out var list) || list.ValueKind != JsonValueKind.Array)
            throw file.Damaged($"'{name}' has no {key}.");
        var numbers = new List<long>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0)
                throw file.Damaged($"{key} of '{name}' are not whole numbers from 0 on.");
            numbers.Add(number);
        }
        return numbers;
    }
}
