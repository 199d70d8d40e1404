using System.Text.Json;

namespace Graft.Networks;

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
