using System.Text.Json;

namespace Graft.Data;

/// <summary>Images with boxes, polygons or masks of objects. Nothing is decoded yet; the examination does.</summary>
/// <param name="Root">The folder that names are relative to.</param>
/// <param name="Classes">Class names in the order of the labels; without a background.</param>
/// <param name="Samples">The images, sorted ordinally by name.</param>
internal sealed record ObjectDataset(string Root, IReadOnlyList<string> Classes, IReadOnlyList<ObjectSample> Samples)
{
    /// <summary>The format it was read from.</summary>
    public DatasetFormat Format { get; init; }

    /// <summary>COCO's number of each class, in the order of <see cref="Classes"/>; 1, 2, 3 and so on when the data have none.</summary>
    public IReadOnlyList<int> CategoryIds { get; init; } = [.. Enumerable.Range(1, Classes.Count)];

    /// <summary>What else the annotation files say of the whole (COCO: info and licenses), by name; kept for conversion.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>What else they say of a class (COCO: supercategory), by the class's name; kept for conversion.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> ClassExtra { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>();

    /// <summary>Classes that the annotation files name and no object has, where a reader takes the classes from the objects; they are not learned.</summary>
    public IReadOnlyList<string> UnusedClasses { get; init; } = [];

    /// <summary>What the reader noticed and did not refuse.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>Those of the warnings that say what was left out on purpose: the reason, where nothing else is there.</summary>
    public IReadOnlyList<Problem> PassedOver { get; init; } = [];

    /// <summary>Annotations the reader could not place; errors, listed with the others by the examination.</summary>
    public IReadOnlyList<Problem> Errors { get; init; } = [];

    /// <summary>True when the user put images in splits (train, val, test) himself.</summary>
    public bool HasSplits => Samples.Any(sample => sample.Split is not null);

    /// <summary>True when every counted object has a polygon or a mask, so that instances can be learned.</summary>
    public bool HasMasks => Samples.SelectMany(sample => sample.Counted).All(item => item.HasMask) && Samples.Any(sample => sample.Counted.Any());

    /// <summary>Objects per class that are learned and counted, in the order of <see cref="Classes"/>.</summary>
    public IReadOnlyList<int> CountPerClass()
    {
        var counts = new int[Classes.Count];
        foreach (var item in Samples.SelectMany(sample => sample.Counted)) counts[item.Label]++;
        return counts;
    }

    /// <summary>The same classes with the images that pass.</summary>
    public ObjectDataset Where(Func<ObjectSample, bool> keep) => this with { Samples = [.. Samples.Where(keep)] };
}
