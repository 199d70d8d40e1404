namespace Graft.Networks;

/// <summary>A checkpoint of any format once its header is known: a list of places in a file.</summary>
internal sealed class StoredCheckpoint : ICheckpoint
{
    private readonly CheckpointFile _file;
    private readonly Dictionary<string, StoredTensor> _tensors;

    public StoredCheckpoint(CheckpointFile file, CheckpointFormat format, IReadOnlyList<StoredTensor> tensors)
    {
        _file = file;
        Format = format;
        _tensors = tensors.ToDictionary(tensor => tensor.Entry.Name, StringComparer.Ordinal);
        var entries = new OrderedDictionary<string, CheckpointEntry>(StringComparer.Ordinal);
        foreach (var tensor in tensors) entries.Add(tensor.Entry.Name, tensor.Entry);
        Entries = entries;
    }

    public string Path => _file.Path;

    public CheckpointFormat Format { get; }

    public IReadOnlyDictionary<string, CheckpointEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public string? NestedUnder { get; init; }

    public IReadOnlyList<string> Ignored { get; init; } = [];

    public HostTensor Read(string name)
    {
        var tensor = Find(name);
        var data = GC.AllocateUninitializedArray<float>(tensor.Entry.Count);
        TensorReader.Read(_file, tensor, data);
        return new HostTensor(tensor.Entry.Shape, data);
    }

    public void Read(string name, Span<float> destination)
    {
        var tensor = Find(name);
        if (destination.Length != tensor.Entry.Count)
            throw new ArgumentException($"'{name}' has {tensor.Entry.Count} values, the destination {destination.Length}.", nameof(destination));
        TensorReader.Read(_file, tensor, destination);
    }

    public void Dispose() => _file.Dispose();

    private StoredTensor Find(string name) => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new GraftException($"The checkpoint '{Path}' has no tensor '{name}'.", $"It has {_tensors.Count}.");
}

/// <summary>Where a tensor's values lie in its file. Whoever makes one has checked that all of them lie inside.</summary>
/// <param name="Entry">Name, type, shape.</param>
/// <param name="Position">Byte at which the first value starts.</param>
/// <param name="Strides">Distance between neighbours per dimension, in values; null for C order.</param>
internal sealed record StoredTensor(CheckpointEntry Entry, long Position, IReadOnlyList<long>? Strides = null)
{
    /// <summary>Number of values from the first to the last, gaps included.</summary>
    public long Extent => Strides is null ? Entry.Count : ExtentOf(Entry.Shape, Strides);

    public static long ExtentOf(IReadOnlyList<int> shape, IReadOnlyList<long> strides)
    {
        if (shape.Contains(0)) return 0;
        var extent = 1L;
        for (var i = 0; i < shape.Count; i++) extent = checked(extent + (shape[i] - 1) * strides[i]);
        return extent;
    }

    /// <summary>Strides of C order, which need not be kept; dimensions of one value may have any stride.</summary>
    public static bool IsContiguous(IReadOnlyList<int> shape, IReadOnlyList<long> strides)
    {
        var expected = 1L;
        for (var i = shape.Count - 1; i >= 0; i--)
        {
            if (shape[i] == 0) return true;
            if (shape[i] != 1 && strides[i] != expected) return false;
            expected *= shape[i];
        }
        return true;
    }
}
