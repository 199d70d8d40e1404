namespace Graft.Networks;

/// <summary>Finds the parameters in what a pickle held, and checks each tensor against the bytes of its storage.</summary>
internal static class StateDictionaryReader
{
    private const int MaxDepth = 4;

    // Where training programs put the parameters beside the epoch and the optimiser; the trained ones before their moving average, which is chosen
    // only where there is nothing else, and a teacher before its student, as those who publish both do.
    private static readonly string[] Nests =
    [
        "state_dict", "model_state_dict", "model_state", "model", "module", "net", "network", "params", "parameters", "weights", "backbone", "encoder",
        "state_dict_ema", "model_ema", "model_state_dict_ema", "ema_state_dict", "ema_model", "params_ema", "ema", "shadow", "shadow_params", "averaged",
        "teacher", "student", "generator",
    ];

    /// <param name="file">The file.</param>
    /// <param name="format">Its kind.</param>
    /// <param name="root">What its pickle held.</param>
    /// <param name="locate">Position and length in bytes of a storage; fails when the file lacks it.</param>
    public static ICheckpoint Read(CheckpointFile file, CheckpointFormat format, object? root, Func<StorageReference, (long Position, long Bytes)> locate)
    {
        var nested = new List<string>();
        var ignored = new List<string>();
        while (root is PickleDictionary outer && NestIn(outer, MaxDepth - nested.Count) is { } inside)
        {
            // What lies beside: the epoch, the optimiser, or a lone tensor such as the best accuracy.
            ignored.AddRange(outer.Items.Where(pair => pair.Key is not string key || key != inside).Select(pair => Described(pair.Key, pair.Value)));
            nested.Add(inside);
            root = outer[inside];
        }
        if (root is not PickleDictionary dictionary) throw NoTensors(file, root);

        var tensors = new OrderedDictionary<string, StoredTensor>(StringComparer.Ordinal);
        foreach (var (key, value) in dictionary.Items)
        {
            if (key is string name && value is TensorReference reference) tensors[name] = Locate(file, name, reference, locate);
            else ignored.Add(Described(key, value));
        }
        if (tensors.Count == 0) throw NoTensors(file, dictionary.Items.Select(pair => pair.Value).FirstOrDefault(value => value is PickleOpaque));
        return new StoredCheckpoint(file, format, tensors.Values)
        {
            NestedUnder = nested.Count > 0 ? string.Join('.', nested) : null,
            Ignored = ignored,
        };
    }

    // A nest with more tensors than lie beside it: a lone one is a metric, but a whole network beside its moving average is what is meant.
    private static string? NestIn(PickleDictionary outer, int depth)
    {
        var beside = DirectlyIn(outer);
        return Nests.FirstOrDefault(key => TensorsIn(outer[key], depth, new HashSet<object>(ReferenceEqualityComparer.Instance)) > beside);
    }

    // Each dictionary once: a hostile file may nest one in itself a thousand times.
    private static int TensorsIn(object? value, int depth, HashSet<object> seen) => depth > 0 && value is PickleDictionary dictionary && seen.Add(dictionary)
        ? Math.Max(DirectlyIn(dictionary), Nests.Max(key => TensorsIn(dictionary[key], depth - 1, seen)))
        : 0;

    private static int DirectlyIn(PickleDictionary dictionary) => dictionary.Items.Count(pair => pair is { Key: string, Value: TensorReference });

    // The names come from the file and go to a terminal.
    private static string Described(object? key, object? value)
    {
        var name = key switch
        {
            string text => text,
            PickleGlobal global => global.Name,
            PickleOpaque opaque => opaque.Name,
            long or double or bool => $"{key}",
            _ => "an entry without a name",
        };
        var printable = string.Concat(name.Take(80).Select(letter => char.IsControl(letter) ? '?' : letter));
        return value is PickleDictionary { Items: var items } && items.Count(pair => pair.Value is TensorReference) is > 0 and var count
            ? $"{printable} ({count} tensors)"
            : printable;
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

    private static GraftException NoTensors(CheckpointFile file, object? content) =>
        file.Refused($"it holds no dictionary of tensors{(content is PickleOpaque whole ? $", but an object of {whole.Name}" : "")}.",
            "Save the parameters: torch.save(model.state_dict(), path).");
}
