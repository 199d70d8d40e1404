using Graft.Imaging;

namespace Graft.Data;

/// <summary>Writes a data set of class masks: <c>images/SIDE/</c>, <c>masks/SIDE/</c> and <c>classes.txt</c>.</summary>
internal static class MaskFolderWriter
{
    /// <summary>
    /// Images and mask files are copied as they are; masks of polygons are painted. Samples without a split lie in images/ and masks/
    /// themselves.
    /// </summary>
    /// <param name="dataset">What to write; that of <see cref="MaskExamination.Usable"/>, since nothing is examined.</param>
    /// <param name="folder">A new or empty folder.</param>
    /// <param name="cancellation">Looked at before each image.</param>
    /// <exception cref="GraftException">The folder has something in it, or a file cannot be copied.</exception>
    public static void Write(MaskDataset dataset, string folder, CancellationToken cancellation = default)
    {
        DatasetConversion.RequireEmpty(folder);
        var names = ConvertedNames.Of(new ObjectDataset(dataset.Root, [],
            [.. dataset.Samples.Select(sample => new ObjectSample(sample.Path, sample.Name, 0, 0, []) { Split = sample.Split })]), flat: false);
        foreach (var sample in dataset.Samples)
        {
            cancellation.ThrowIfCancellationRequested();
            var name = names[sample.Name];
            ConvertedNames.Copy(sample.Path, Path.Combine(folder, "images", sample.Split ?? "", name));
            var mask = Path.Combine(folder, "masks", sample.Split ?? "", Path.ChangeExtension(name, ".png"));
            if (sample.MaskPath is { } path && sample.Labels is null) ConvertedNames.Copy(path, mask);
            else
                AtomicFile.WriteBytes(mask, IndexPng.Write(DecodedMaskSample.Load(sample, dataset.IgnoreValue).Map,
                    dataset.Palette.Count > 0 ? dataset.Palette : null));
        }
        AtomicFile.WriteText(Path.Combine(folder, "classes.txt"), string.Concat(dataset.Classes.Select(name => name + "\n")));
    }
}
