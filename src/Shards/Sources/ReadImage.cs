using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Shards;

/// <summary>An image's bytes, or why there are none.</summary>
/// <param name="Name">What answers call it.</param>
/// <param name="Bytes">Its file's content.</param>
/// <param name="Failure">Why it could not be read; null where it was.</param>
internal sealed record ReadImage(string Name, ReadOnlyMemory<byte> Bytes, ImageException? Failure = null)
{
    /// <summary>Where it can be opened again; null for an image that was read.</summary>
    public string? Path { get; init; }

    /// <summary>The number of its entry in the list, from 0.</summary>
    public long Item { get; init; }

    /// <summary>As a predictor takes it.</summary>
    public ImageInput Input => Path is not null ? ImageInput.Of(Path)
        : Failure is null ? ImageInput.Of(Name, Bytes) : ImageInput.Failed(Name, Failure);
}
