namespace Graft.Data;

/// <summary>Images with objects or masks as a data set of images, so that decoding, copies and splits are done by the same code.</summary>
internal static class AsImageDataset
{
    public static ImageDataset Of(ObjectDataset dataset) =>
        new(dataset.Root, ["images"], [.. dataset.Samples.Select(sample => new Sample(sample.Path, sample.Name, 0, sample.Group, sample.Split))]);

    public static ImageDataset Of(MaskDataset dataset) =>
        new(dataset.Root, ["images"], [.. dataset.Samples.Select(sample => new Sample(sample.Path, sample.Name, 0, sample.Group, sample.Split))]);

    /// <summary>The polygons that masks are painted from, as a data set of objects; null where masks are files.</summary>
    public static ObjectDataset? Polygons(MaskDataset dataset) => dataset.Samples.Any(sample => sample.Objects is null) ? null
        : new(dataset.Root, [.. dataset.Classes.Skip(1)],
            [.. dataset.Samples.Select(sample => new ObjectSample(sample.Path, sample.Name, sample.Width, sample.Height, sample.Objects!)
            { LostObjects = sample.LostObjects })]);

    /// <summary>Labelled with the class of each image that the fewest images have, and one label more for those of which no pixel counts.</summary>
    public static ImageDataset ByRarest(MaskDataset dataset, MaskExamination examination)
    {
        var images = new int[dataset.Classes.Count];
        var present = dataset.Samples.Select(sample =>
        {
            var pixels = examination.PixelsOf(sample);
            return Enumerable.Range(0, images.Length).Where(label => pixels[label] > 0).ToList();
        }).ToList();
        foreach (var label in present.SelectMany(labels => labels)) images[label]++;
        return new ImageDataset(dataset.Root, [.. dataset.Classes, "(none)"],
            [.. dataset.Samples.Select((sample, at) => new Sample(sample.Path, sample.Name, Rarest(present[at], images), sample.Group, sample.Split))]);
    }

    /// <summary>Labelled with the rarest class on each image, and one label more for those without objects, so that a split spreads all of them.</summary>
    public static ImageDataset ByRarest(ObjectDataset dataset)
    {
        var counts = dataset.CountPerClass();
        return new ImageDataset(dataset.Root, [.. dataset.Classes, "(none)"], [.. dataset.Samples.Select(sample =>
            new Sample(sample.Path, sample.Name, Rarest(sample.Counted.Select(item => item.Label), counts), sample.Group, sample.Split))]);
    }

    // The label behind the classes' stands for none of them; of equally rare ones the first is taken.
    private static int Rarest(IEnumerable<int> labels, IReadOnlyList<int> counts) =>
        labels.DefaultIfEmpty(counts.Count).MinBy(label => label == counts.Count ? int.MaxValue : counts[label]);
}
