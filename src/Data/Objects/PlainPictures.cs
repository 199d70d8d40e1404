namespace Graft.Data;

/// <summary>Pictures with objects or masks as a data set of pictures, so that decoding, copies and splits are done by the same code.</summary>
internal static class PlainPictures
{
    public static ImageDataset Of(ObjectDataset dataset) =>
        new(dataset.Root, ["pictures"], [.. dataset.Samples.Select(sample => new Sample(sample.Path, sample.Name, 0, sample.Group, sample.Split))]);

    public static ImageDataset Of(MaskDataset dataset) =>
        new(dataset.Root, ["pictures"], [.. dataset.Samples.Select(sample => new Sample(sample.Path, sample.Name, 0, sample.Group, sample.Split))]);

    /// <summary>Labelled with the rarest class on each picture, and one label more for those without objects, so that a split spreads all of them.</summary>
    public static ImageDataset ByRarest(ObjectDataset dataset)
    {
        var counts = dataset.CountPerClass();
        return new ImageDataset(dataset.Root, [.. dataset.Classes, "(none)"], [.. dataset.Samples.Select(sample => new Sample(sample.Path, sample.Name,
            sample.Counted.Select(item => item.Label).DefaultIfEmpty(counts.Count).MinBy(label => label == counts.Count ? int.MaxValue : counts[label]), sample.Group, sample.Split))]);
    }
}
