namespace Graft.Networks;

/// <summary>A checkpoint file whose header has been read and checked; values are read when asked for. Safe for several threads.</summary>
internal interface ICheckpoint : IDisposable
{
    /// <summary>The file.</summary>
    string Path { get; }

    /// <summary>Its kind.</summary>
    CheckpointFormat Format { get; }

    /// <summary>Its tensors by name, in the file's order.</summary>
    IReadOnlyDictionary<string, CheckpointEntry> Entries { get; }

    /// <summary>Text the file carries about itself (the <c>__metadata__</c> of .safetensors).</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Key under which the parameters were nested ("state_dict", "model"), or null.</summary>
    string? NestedUnder { get; }

    /// <summary>Keys beside the tensors whose values are not tensors and were left aside.</summary>
    IReadOnlyList<string> Ignored { get; }

    /// <summary>The values of a tensor as float32, in C order whatever the order in the file.</summary>
    /// <exception cref="GraftException">No tensor has that name, or the file cannot be read.</exception>
    HostTensor Read(string name);

    /// <summary>As <see cref="Read(string)"/>, into memory of exactly the tensor's size.</summary>
    /// <exception cref="GraftException">No tensor has that name, or the file cannot be read.</exception>
    void Read(string name, Span<float> destination);
}

/// <summary>Kinds of checkpoint file that are read.</summary>
internal enum CheckpointFormat
{
    /// <summary>.safetensors: a JSON header and raw values.</summary>
    SafeTensors,

    /// <summary>torch.save since 1.6: an uncompressed zip with a pickle and one entry per storage.</summary>
    TorchZip,

    /// <summary>torch.save before 1.6: pickles followed by the storages.</summary>
    TorchLegacy,
}

/// <summary>A tensor in a checkpoint, known before it is read.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">How its values are stored.</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
internal sealed record CheckpointEntry(string Name, TensorType Type, IReadOnlyList<int> Shape)
{
    /// <summary>Number of values; never more than <see cref="Array.MaxLength"/>.</summary>
    public int Count => Shape.Aggregate(1, (product, dimension) => product * dimension);
}
