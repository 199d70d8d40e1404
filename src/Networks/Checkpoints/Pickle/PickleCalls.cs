namespace Graft.Networks;

/// <summary>What the allowed names of a pickle do with their arguments: build plain descriptions.</summary>
internal static class PickleCalls
{
    public static object Reduce(CheckpointFile file, object? callee, object? arguments)
    {
        if (callee is not PickleGlobal global || arguments is not object?[] given)
            throw file.Damaged("its pickle calls something that is not a function.");
        return global.Kind switch
        {
            PickleGlobalKind.OrderedDictionary => Dictionary(file, given),
            PickleGlobalKind.DefaultDictionary => new PickleDictionary(),
            PickleGlobalKind.Opaque => new PickleOpaque(global.Name),
            PickleGlobalKind.Attribute when given is [PickleGlobal { Kind: PickleGlobalKind.Opaque } type, string] => new PickleOpaque(type.Name),
            PickleGlobalKind.Attribute => throw PickleGlobal.Refused(file, global.Name),
            PickleGlobalKind.Tensor => Tensor(file, given),
            PickleGlobalKind.Parameter when given is [TensorReference tensor, ..] => tensor,
            PickleGlobalKind.Size when given is [object?[] dimensions] => dimensions,
            _ => throw file.Damaged($"its pickle calls {global.Name} with other arguments than torch does."),
        };
    }

    /// <summary>('storage', type, key, device, count[, view]), with view = (key, offset, count) in old files.</summary>
    public static StorageReference Storage(CheckpointFile file, object? id)
    {
        if (id is not object?[] { Length: >= 5 } parts || parts[0] is not "storage" || parts[2] is not string key || parts[4] is not long count
            || parts[1] is not PickleGlobal { Kind: PickleGlobalKind.Storage } type || count < 0)
            throw file.Damaged("its pickle refers to something that is not a storage.");
        var (offset, length) = parts.ElementAtOrDefault(5) switch
        {
            null => (0L, count),
            object?[] and [_, long viewOffset, long viewCount] => (viewOffset, viewCount),
            _ => throw file.Damaged($"the storage '{key}' is described in an unknown way."),
        };
        if (offset < 0 || length < 0 || offset > count - length) throw file.Damaged($"a part of the storage '{key}' lies outside it.");
        return new(key, type.Type, count, offset, length);
    }

    private static PickleDictionary Dictionary(CheckpointFile file, object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        if (arguments is []) return dictionary;
        if (arguments is not [List<object?> pairs]) throw file.Damaged("its pickle makes a dictionary of something else.");
        foreach (var pair in pairs)
            dictionary.Items.Add(Elements(pair) is [var key, var value]
                ? new(key, value)
                : throw file.Damaged("its pickle makes a dictionary of something else."));
        return dictionary;
    }

    private static TensorReference Tensor(CheckpointFile file, object?[] arguments)
    {
        if (arguments is [StorageReference storage, long offset, var shape, var strides, ..] && Integers(shape) is { } sizes && Integers(strides) is { } steps)
            return new(storage, offset, sizes, steps);
        throw file.Damaged("a tensor is described in an unknown way.");
    }

    private static long[]? Integers(object? value) =>
        Elements(value) is { Count: <= 32 } items && items.All(item => item is long) ? [.. items.Cast<long>()] : null;

    private static IReadOnlyList<object?>? Elements(object? value) => value as IReadOnlyList<object?>;
}

/// <summary>A dict or OrderedDict of a pickle: pairs in order; keys may be anything.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];

    /// <summary>The last value set under a text key.</summary>
    public object? this[string key] => Items.FindLast(pair => pair.Key is string name && name == key).Value;
}

/// <summary>A value that is not looked into: what was given to its name was dropped.</summary>
/// <param name="Name">Python's name of its class.</param>
internal sealed record PickleOpaque(string Name);

/// <summary>A stretch of values that tensors look at, named in a pickle and stored elsewhere.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="Count">Number of values it should have.</param>
/// <param name="ViewOffset">First value of it that is meant (old files have storages inside storages).</param>
/// <param name="ViewCount">Number of values that are meant.</param>
internal sealed record StorageReference(string Key, TensorType Type, long Count, long ViewOffset, long ViewCount);

/// <summary>A tensor as a pickle describes it; nothing of it has been checked against the file yet.</summary>
internal sealed record TensorReference(StorageReference Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides);
