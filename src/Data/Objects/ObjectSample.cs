using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>One image and the objects in it.</summary>
/// <param name="Path">Where the file is on this machine.</param>
/// <param name="Name">Its path from the data set's root with '/', the same on every machine.</param>
/// <param name="Width">Pixels across as annotated; 0 when the annotation does not say.</param>
/// <param name="Height">Pixels down as annotated; 0 when the annotation does not say.</param>
/// <param name="Objects">What is on it; none makes it a negative.</param>
internal sealed record ObjectSample(string Path, string Name, int Width, int Height, IReadOnlyList<ObjectAnnotation> Objects)
{
    /// <summary>Images of one group never lie in two splits; null stands alone.</summary>
    public string? Group { get; init; }

    /// <summary>The split the user put it in: <c>train</c>, <c>val</c> or <c>test</c>; null when Graft may choose.</summary>
    public string? Split { get; init; }

    /// <summary>
    /// Annotations of which nothing could be made when they were read. Where no other is left, nobody knows what is on the image, and it must not be
    /// learned as one without objects.
    /// </summary>
    public int LostObjects { get; init; }

    /// <summary>The image's own number (COCO), from 0 on; null when it has none.</summary>
    public long? Id { get; init; }

    /// <summary>What else the annotation file says of the image (COCO: licence, source, time), by name; kept for conversion, null without any.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Extra { get; init; }

    /// <summary>What messages call an object: its image, its class and its place in the annotation file.</summary>
    public string NameOf(int at, IReadOnlyList<string> classes) =>
        $"{Name}, {classes[Objects[at].Label]} {(Objects[at].Number > 0 ? Objects[at].Number : at + 1)}";

    /// <summary>Objects that are learned and counted: no crowds, nothing difficult.</summary>
    public IEnumerable<ObjectAnnotation> Counted => Objects.Where(item => !item.IsIgnored);
}
