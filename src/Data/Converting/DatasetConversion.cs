namespace Graft.Data;

/// <summary>Writes a data set of objects in another format, with its images.</summary>
internal static class DatasetConversion
{
    /// <summary>
    /// Writes into an empty or new folder, and reads it again: what is not read as it was is told, so that nothing is lost in silence. COCO holds
    /// everything, licences, supercategories and fields of other programs included; YOLO has no crowds, no difficult objects, one polygon an
    /// object and no numbers; VOC has no polygons.
    /// </summary>
    /// <param name="dataset">What to write; best that of <see cref="ObjectExamination.Usable"/> without clipping.</param>
    /// <param name="format">COCO, YOLO or VOC.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="cancellation">Looked at before each image.</param>
    /// <param name="place">Where the folder will lie, if it is moved as a whole; null where it stays.</param>
    /// <returns>What was written, what was lost, and what else should be known of it.</returns>
    /// <exception cref="GraftException">The folder has something in it, the format is another, or an image cannot be copied.</exception>
    public static Conversion<ObjectDataset> Write(ObjectDataset dataset, DatasetFormat format, string folder, CancellationToken cancellation = default,
        string? place = null)
    {
        RequireEmpty(folder);
        if (dataset.Classes.Count == 0)
            throw new GraftException($"'{dataset.Root}' has no classes.", "Expected annotated objects.", "Annotate some, or name the classes.");
        var written = WrittenImages(dataset, format);
        if (written.Samples.Count == 0 && dataset.Samples.Count > 0)
            throw new GraftException($"'{dataset.Root}' has no image with anything but crowds.", "YOLO has no place for crowds.", "Write it as COCO or VOC.");
        var images = ConvertedNames.Of(written, format);
        switch (format)
        {
            case DatasetFormat.Coco: CocoWriter.Write(written, images, folder, cancellation); break;
            case DatasetFormat.Yolo: YoloWriter.Write(written, images, folder, cancellation); break;
            case DatasetFormat.Voc: VocWriter.Write(written, images, folder, cancellation); break;
            default: throw new GraftException($"Objects cannot be written as {LayoutTable.Of(format).Name}.", "Expected coco, yolo or voc.");
        }
        RenamedImages.Write(images, folder);
        cancellation.ThrowIfCancellationRequested();
        var losses = new ConversionLosses(folder, dataset.Format, format);
        foreach (var sample in dataset.Samples.Except(written.Samples))
            losses.Add("images with crowds alone are left out: without a label they would say that nothing is there", sample.Name,
                "Keep the original to evaluate with.");
        ConversionComparison.Compare(written, ObjectReader.Read(folder), images, format, losses);
        // The path is written at last: what was compared is what lies here.
        if (format == DatasetFormat.Yolo) YoloWriter.Describe(written, folder, Path.GetFullPath(place ?? folder));
        return new(Written(dataset, format), losses.All(), [.. RenamedImages.Notes(images, folder), .. Validation(written, format, folder)]);
    }

    /// <summary>The format in which a data set is written again: its own, or COCO, which holds whatever the formats that are only read hold.</summary>
    public static DatasetFormat AgainAs(DatasetFormat format) => format is DatasetFormat.Yolo or DatasetFormat.Voc ? format : DatasetFormat.Coco;

    // All of it, but for YOLO no crowds and no images with crowds alone.
    private static ObjectDataset Written(ObjectDataset dataset, DatasetFormat format) => format != DatasetFormat.Yolo ? dataset : dataset with
    { Samples = [.. WrittenImages(dataset, format).Samples.Select(sample => sample with { Objects = [.. YoloWriter.Written(sample)] })] };

    private static ObjectDataset WrittenImages(ObjectDataset dataset, DatasetFormat format) =>
        format == DatasetFormat.Yolo ? dataset.Where(YoloWriter.IsWritten) : dataset;

    private static Problem[] Validation(ObjectDataset dataset, DatasetFormat format, string folder) =>
        format != DatasetFormat.Yolo || YoloWriter.HasValidation(dataset) ? []
            : [new Problem(folder, "The data set has no images to validate with, and readers of YOLO need some: data.yaml names those to train with again, "
                + "so that what they measure on them says little.", "Divide it with `graft data split` before the conversion.", IsWarning: true)];

    /// <summary>Nothing is written among other files.</summary>
    internal static void RequireEmpty(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new GraftException($"'{folder}' is not empty.", "Expected a new or an empty folder.", "Choose another one, or clear it.");
    }
}
