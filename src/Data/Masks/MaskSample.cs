using Graft.Imaging;

namespace Graft.Data;

/// <summary>One image and the class of each of its pixels.</summary>
/// <param name="Path">Where the image is on this machine.</param>
/// <param name="Name">Its path from the data set's root with '/', the same on every machine.</param>
/// <param name="MaskPath">Where the mask is; null when it is made from <see cref="Objects"/>.</param>
internal sealed record MaskSample(string Path, string Name, string? MaskPath)
{
    /// <summary>Objects with polygons that the mask is painted from, the largest first; null when there is a mask file.</summary>
    public IReadOnlyList<ObjectAnnotation>? Objects { get; init; }

    /// <summary>Annotations of which nothing could be made, see <see cref="ObjectSample.LostObjects"/>; 0 when there is a mask file.</summary>
    public int LostObjects { get; init; }

    /// <summary>Pixels across as the polygons' file says, or as examined; 0 when not known.</summary>
    public int Width { get; init; }

    /// <summary>Pixels down as the polygons' file says, or as examined; 0 when not known.</summary>
    public int Height { get; init; }

    /// <summary>The class that each value of the mask file means, where classes have another order than the file's; null where values are classes.</summary>
    public IReadOnlyList<byte>? Labels { get; init; }

    /// <summary>What the colours of the mask file mean; null where its values are classes.</summary>
    public MaskLegend? Legend { get; init; }

    /// <summary>Images of one group never lie in two splits; null stands alone.</summary>
    public string? Group { get; init; }

    /// <summary>The split the user put it in: <c>train</c>, <c>val</c> or <c>test</c>; null when Graft may choose.</summary>
    public string? Split { get; init; }
}
