using System.Text.Json.Serialization;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>An object under <c>graft predict --json</c>.</summary>
internal sealed record ObjectFacts(string Class, int Label, double Score, IReadOnlyList<float> Bbox)
{
    /// <summary>Pixels of the mask.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Area { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CocoRunLengths? Segmentation { get; init; }

    public static ObjectFacts Of(FoundObject found) => new(found.ClassName, found.Label, found.Score, [found.Box.X1, found.Box.Y1, found.Box.Width, found.Box.Height])
    {
        Area = found.Mask?.Area,
        Segmentation = found.Mask is { } mask ? CocoRunLengths.Of(mask) : null,
    };
}
