using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Writes a data set of class masks: <c>images/SPLIT/</c>, <c>masks/SPLIT/</c> and the names of the classes.</summary>
internal static class MaskFolderWriter
{
    private const string Unforeseen = ConversionComparison.Unforeseen;

    /// <summary>
    /// Images and mask files are copied as they are; masks of polygons are painted. Where no sample has a split they lie in images/ and masks/
    /// themselves. All of it is read again and compared.
    /// </summary>
    /// <param name="dataset">What to write; that of <see cref="MaskExamination.Usable"/>, since nothing is examined.</param>
    /// <param name="folder">A new or empty folder.</param>
    /// <param name="cancellation">Looked at before each image.</param>
    /// <returns>What was written, what was lost, and what else should be known of it.</returns>
    /// <exception cref="GraftException">The folder has something in it, or a file cannot be copied.</exception>
    public static Conversion<MaskDataset> Write(MaskDataset dataset, string folder, CancellationToken cancellation = default)
    {
        DatasetConversion.RequireEmpty(folder);
        var images = ConvertedNames.Of([.. dataset.Samples.Select(sample => (sample.Name, sample.Path, sample.Split))], DatasetFormat.Masks);
        var losses = new ConversionLosses(folder, dataset.Format, DatasetFormat.Masks);
        foreach (var sample in dataset.Samples)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = images[sample.Name];
            ConvertedNames.Copy(sample.Path, Path.Combine(folder, image.Place));
            WriteMask(sample, dataset, Path.Combine(folder, image.Beside("masks", ".png")), losses);
        }
        WriteNames(dataset.Classes, folder);
        RenamedImages.Write(images, folder);
        Compare(dataset, MaskReader.Read(folder), images, losses);
        if (dataset.Source is { } source)
            losses.AddEverythingElse(source, dataset.Samples.Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal));
        return new(dataset, losses.All(), [.. RenamedImages.Notes(images, folder)]);
    }

    private static void WriteMask(MaskSample sample, MaskDataset dataset, string path, ConversionLosses losses)
    {
        if (sample.MaskPath is { } file && sample.Labels is null)
        {
            ConvertedNames.Copy(file, path);
            return;
        }
        var map = DecodedMaskSample.Load(sample, dataset.IgnoreValue).Map;
        AtomicFile.WriteBytes(path, IndexPng.Write(map, dataset.Palette.Count > 0 ? dataset.Palette : null));
        if (!IndexPng.Read(path).Map.Values.AsSpan().SequenceEqual(map.Values)) losses.Add("masks change", sample.Name, Unforeseen);
        if (sample.Objects is { Count: > 0 })
            losses.Add("polygons become the pixels of their class", sample.Name, "Keep the original to tell objects of one class apart.");
    }

    // A text file has a name in a line; JSON has a place for any name.
    private static void WriteNames(IReadOnlyList<string> names, string folder)
    {
        if (names.All(name => name.Trim() == name && name.Length > 0 && name.IndexOfAny(['\n', '\r']) < 0))
            AtomicFile.WriteText(Path.Combine(folder, "classes.txt"), string.Concat(names.Select(name => name + "\n")));
        else AtomicFile.WriteText(Path.Combine(folder, "classes.json"), JsonSerializer.Serialize(names, Json.Options) + "\n");
    }

    private static void Compare(MaskDataset before, MaskDataset after, IReadOnlyDictionary<string, ConvertedImage> images, ConversionLosses losses)
    {
        foreach (var error in after.Errors) losses.Add($"what was written is refused ({error.What})", error.Where, Unforeseen);
        if (!before.Classes.SequenceEqual(after.Classes)) losses.Add("the classes change", before.Root, Unforeseen);
        var found = after.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        foreach (var sample in before.Samples)
        {
            if (!found.TryGetValue(images[sample.Name].Place, out var other) || !File.Exists(other.MaskPath))
                losses.Add("images are not found again", sample.Name, Unforeseen);
            else if (sample.Split != other.Split)
                losses.Add("images of no split become training images, since others have a split", sample.Name, "Make the split before the conversion.");
            if (sample.Group is not null) losses.Add("groups are not kept", sample.Name, "They are kept together in the split that was made.");
        }
    }
}
