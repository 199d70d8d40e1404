using System.Text.Json.Serialization;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>The class of every pixel of an image.</summary>
/// <param name="Path">The file; empty for an image in memory.</param>
/// <param name="Map">
/// Classes at the image's own size (upright); null when it could not be read. In JSON a PNG in base 64 whose pixel values are the classes.
/// </param>
/// <param name="Classes">Class names in the order of the map's values.</param>
/// <param name="Failure">Why the image could not be read, or null.</param>
public sealed record SegmentationPrediction(
    string Path,
    [property: JsonConverter(typeof(RuntimeJson.ClassMapConverter))] ClassMap? Map,
    IReadOnlyList<string> Classes,
    ImageException? Failure = null)
    : Prediction(Path, Map?.Width ?? 0, Map?.Height ?? 0, Failure)
{
    /// <summary>Pixels of each class, in the order of the classes.</summary>
    public IReadOnlyList<long> PixelsPerClass => Map is null ? [.. Classes.Select(_ => 0L)] : Map.Histogram()[..Classes.Count];

    /// <summary>Whether a class is what is left where nothing else is.</summary>
    internal static bool IsBackground(string name) => name.Equals("background", StringComparison.OrdinalIgnoreCase) || name == "__background__";

    private protected override string Summary() => string.Join(", ", Classes.Zip(PixelsPerClass).Where(found => found.Second > 0)
        .OrderByDescending(found => found.Second)
        .Select(found => FormattableString.Invariant($"{found.First} {100.0 * found.Second / Map!.Values.Length:0.0} %")));

    /// <summary>The pixels of a class: area, bounding box, polygons, run lengths.</summary>
    /// <param name="label">Index of the class.</param>
    /// <exception cref="GraftException">There is no such class, or the image could not be read.</exception>
    public Mask MaskOf(int label)
    {
        if (label < 0 || label >= Classes.Count) throw new GraftException($"There is no class {label}.", $"Classes are 0 to {Classes.Count - 1}.");
        if (Map is null) throw Failure ?? new GraftException("There is no class map.");
        var inside = new byte[Map.Values.Length];
        for (var i = 0; i < inside.Length; i++) inside[i] = Map.Values[i] == label ? (byte)1 : (byte)0;
        return Mask.FromBitmap(Map.Width, Map.Height, inside);
    }

    /// <summary>The pixels of the class of that name.</summary>
    /// <exception cref="GraftException">There is no such class, or the image could not be read.</exception>
    public Mask MaskOf(string className)
    {
        for (var label = 0; label < Classes.Count; label++)
            if (Classes[label] == className) return MaskOf(label);
        throw new GraftException($"There is no class '{className}'.", $"They are {string.Join(", ", Classes)}.");
    }
}
