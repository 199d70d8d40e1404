namespace Graft.Runtime;

/// <summary>Images in memory as a network sees them.</summary>
/// <param name="Bytes">Count x Height x Width x 3, RGB.</param>
/// <param name="Count">Images.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Width">Pixels across.</param>
internal sealed record TensorImages(ReadOnlyMemory<byte> Bytes, int Count, int Height, int Width)
{
    /// <summary>Of all images.</summary>
    public long Pixels => (long)Count * Height * Width;
}

/// <summary>An output of a network.</summary>
/// <param name="Name">As the model file calls it.</param>
/// <param name="Values">float[], long[] or byte[], C order.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record NamedTensor(string Name, Array Values, params IReadOnlyList<long> Shape);
