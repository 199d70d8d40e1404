namespace Graft.Data;

/// <summary>Pictures with objects or masks as a data set of pictures, so that decoding, copies and splits are done by the same code.</summary>
internal static class PlainPictures
{
    public static ImageDataset Of(ObjectDataset dataset) =>
        new(dataset.Root, ["pictures"], [.. dataset.Samples.Select(sample => new Sample(sample.Path, sample.Name, 0, sample.Group, sample.Split))]);

    public static ImageDataset Of(MaskDataset dataset) =>
        new(dataset.Root, ["pictures"], [.. dataset.Samples.Select(sample => new Sample(sample.Path, sample.Name, 0, sample.Group, sample.Split))]);

    /// <summary>The outlines that masks are painted from, as a data set of objects; null where masks are files.</summary>
    public static ObjectDataset? Outlines(MaskDataset dataset) => dataset.Samples.Any(sample => sample.Objects is null) ? null
        : new(dataset.Root, [.. dataset.Classes.Skip(1)],
            [.. dataset.Samples.Select(sample => new ObjectSample(sample.Path, sample.Name, sample.Width, sample.Height, sample.Objects!))]);

    /// <summary>Labelled with the class of each picture that the fewest pictures have, and one label more for those of which no pixel counts.</summary>
    public static ImageDataset ByRarest(MaskDataset dataset, MaskExamination examination)
    {
        var pictures = new int[dataset.Classes.Count];
        var present = dataset.Samples.Select(sample => Enumerable.Range(0, pictures.Length).Where(label => examination.PixelsOf(sample)[label] > 0)
            .ToList()).ToList();
        foreach (var label in present.SelectMany(labels => labels)) pictures[label]++;
        return new ImageDataset(dataset.Root, [.. dataset.Classes, "(none)"], [.. dataset.Samples.Select((sample, at) => new Sample(sample.Path, sample.Name,
            present[at].DefaultIfEmpty(pictures.Length).MinBy(label => label == pictures.Length ? int.MaxValue : pictures[label]), sample.Group,
                sample.Split))]);
    }

    /// <summary>Labelled with the rarest class on each picture, and one label more for those without objects, so that a split spreads all of them.</summary>
    public static ImageDataset ByRarest(ObjectDataset dataset)
    {
        var counts = dataset.CountPerClass();
        return new ImageDataset(dataset.Root, [.. dataset.Classes, "(none)"], [.. dataset.Samples.Select(sample => new Sample(sample.Path, sample.Name,
            sample.Counted.Select(item => item.Label).DefaultIfEmpty(counts.Count).MinBy(label => label == counts.Count ? int.MaxValue : counts[label]),
                sample.Group, sample.Split))]);
    }
}
