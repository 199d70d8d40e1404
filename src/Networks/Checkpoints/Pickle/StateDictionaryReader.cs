namespace Graft.Networks;

/// <summary>Finds the parameters in what a pickle held, and checks each tensor against the bytes of its storage.</summary>
internal static class StateDictionaryReader
{
    // Where training programs put the parameters beside the epoch and the optimiser.
    private static readonly string[] Nests = ["state_dict", "model_state_dict", "model"];

    /// <param name="file">The file.</param>
    /// <param name="format">Its kind.</param>
    /// <param name="root">What its pickle held.</param>
    /// <param name="locate">Position and length in bytes of a storage; fails when the file lacks it.</param>
    public static ICheckpoint Read(CheckpointFile file, CheckpointFormat format, object? root, Func<StorageReference, (long Position, long Bytes)> locate)
    {
        var nested = new List<string>();
        while (root is PickleDictionary outer && nested.Count < 3 && !outer.Items.Any(pair => pair.Value is TensorReference)
            && Nests.FirstOrDefault(key => outer[key] is PickleDictionary) is { } inside)
        {
            nested.Add(inside);
            root = outer[inside];
        }
        if (root is not PickleDictionary dictionary) throw NoTensors(file);

        var tensors = new OrderedDictionary<string, StoredTensor>(StringComparer.Ordinal);
        var ignored = new List<string>();
        foreach (var (key, value) in dictionary.Items)
        {
            if (key is string name && value is TensorReference reference) tensors[name] = Locate(file, name, reference, locate);
            else ignored.Add(key?.ToString() ?? "None");
        }
        if (tensors.Count == 0) throw NoTensors(file);
        return new StoredCheckpoint(file, format, tensors.Values)
        {
            NestedUnder = nested.Count > 0 ? string.Join('.', nested) : null,
            Ignored = ignored,
        };
    }

    private static StoredTensor Locate(CheckpointFile file, string name, TensorReference reference, Func<StorageReference, (long Position, long Bytes)> locate)
    {
        var storage = reference.Storage;
        var size = storage.Type.Size();
        var (position, bytes) = locate(storage);
        if (storage.Count != bytes / size || bytes % size != 0)
            throw file.Damaged($"the storage of '{name}' should have {storage.Count} values of {size} bytes and has {bytes} bytes.");

        var shape = TensorShape.Checked(file, name, reference.Shape);
        if (reference.Strides.Count != shape.Length || reference.Strides.Any(stride => stride is < 0 or > int.MaxValue))
            throw file.Damaged($"'{name}' has impossible strides.");
        var entry = new CheckpointEntry(name, storage.Type, shape);
        var extent = StoredTensor.ExtentOf(shape, reference.Strides);
        if (reference.Offset < 0 || extent > storage.ViewCount || reference.Offset > storage.ViewCount - extent)
            throw file.Damaged($"'{name}' lies outside its storage.");
        if (entry.Count > extent || extent > Array.MaxLength)
            throw file.Refused($"'{name}' shows the {extent} values of its storage as {entry.Count}.", "Save it with .contiguous().");
        var first = position + (storage.ViewOffset + reference.Offset) * size;
        return new(entry, first, StoredTensor.IsContiguous(shape, reference.Strides) ? null : reference.Strides);
    }

    private static GraftException NoTensors(CheckpointFile file) =>
        file.Refused("it holds no dictionary of tensors.", "Save the parameters: torch.save(model.state_dict(), path).");
}
