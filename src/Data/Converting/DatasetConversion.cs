namespace Graft.Data;

/// <summary>Writes a data set of objects in another format, with its images.</summary>
internal static class DatasetConversion
{
    /// <summary>
    /// Writes into an empty or new folder. Whatever the format has no place for is told: nothing is lost in silence. COCO holds
    /// everything, licences, supercategories and fields of other programs included; YOLO has no crowds, no difficult objects, one polygon an
    /// object and no numbers; VOC has no polygons.
    /// </summary>
    /// <param name="dataset">What to write; best that of <see cref="ObjectExamination.Usable"/> without clipping.</param>
    /// <param name="format">COCO, YOLO or VOC.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="cancellation">Looked at before each image.</param>
    /// <returns>What was lost, as warnings; empty when reading it again gives the same data set.</returns>
    /// <exception cref="GraftException">The folder has something in it, the format is another, or an image cannot be copied.</exception>
    public static IReadOnlyList<Problem> Write(ObjectDataset dataset, DatasetFormat format, string folder, CancellationToken cancellation = default)
    {
        RequireEmpty(folder);
        var names = ConvertedNames.Of(dataset, flat: format == DatasetFormat.Voc);
        var losses = new ConversionLosses(folder, dataset.Format, format);
        if (format != DatasetFormat.Coco) ExtraLosses.Add(dataset, format, losses);
        switch (format)
        {
            case DatasetFormat.Coco: CocoWriter.Write(dataset, names, folder, losses, cancellation); break;
            case DatasetFormat.Yolo: YoloWriter.Write(dataset, names, folder, losses, cancellation); break;
            case DatasetFormat.Voc: VocWriter.Write(dataset, names, folder, losses, cancellation); break;
            default: throw new GraftException($"Objects cannot be written as {format}.", "Expected coco, yolo or voc.");
        }
        return losses.All();
    }

    /// <summary>Nothing is written among other files.</summary>
    internal static void RequireEmpty(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new GraftException($"'{folder}' is not empty.", "Expected a new or an empty folder.", "Choose another one, or clear it.");
    }
}
