using Graft.Data;

namespace Graft;

/// <summary>A corrected data set that can be written as a copy.</summary>
/// <param name="Images">Images in it.</param>
/// <param name="Counts">What became of the rest.</param>
internal sealed record AuditCorrection(int Images, CorrectionCounts Counts)
{
    /// <summary>Writes the copy: what it is given is its place, the place where it will lie in the end, and how to stop it.</summary>
    /// <returns>What was lost, and what else should be known of it.</returns>
    public required Func<string, string, CancellationToken, IReadOnlyList<Problem>> Write { get; init; }

    /// <summary>Whether the copy is a table of images that stay where they are; otherwise it is a folder.</summary>
    public bool IsTable { get; init; }

    /// <summary>What the copy is written as, where that is not the format of the data.</summary>
    public string? Format { get; init; }

    /// <summary>What is not in the copy.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Images by class: a manifest of the images where they are.</summary>
    public static AuditCorrection OfClasses(string table, string data, ReaderOptions options)
    {
        var dataset = DatasetReader.Read(data, options);
        var (corrected, relabelled, removed) = AuditTable.Apply(table, dataset);
        return new(corrected.Samples.Count, new() { Relabelled = relabelled, ImagesLeftOut = removed })
        {
            IsTable = true,
            Warnings = Gone("image", dataset.Classes, dataset.CountPerClass(), corrected.CountPerClass()),
            Write = (file, _, _) =>
            {
                SplitManifest.Write(file, corrected);
                return [];
            },
        };
    }

    /// <summary>Boxes: a folder in the format of the data where that is written, otherwise in COCO's.</summary>
    public static AuditCorrection OfObjects(string table, string data, ReaderOptions options) => OfObjects(table, data, options, keepsMasks: false);

    /// <summary>Objects with masks: the same, but nothing is moved or added by a box.</summary>
    public static AuditCorrection OfInstances(string table, string data, ReaderOptions options) => OfObjects(table, data, options, keepsMasks: true);

    private static AuditCorrection OfObjects(string table, string data, ReaderOptions options, bool keepsMasks)
    {
        var examination = ObjectDatasetExamination.Examine(ObjectReader.Read(data, options), Examining(options), null, options.Cancellation);
        examination.ThrowIfErrors();
        var dataset = examination.Usable(clip: false);
        var (corrected, counts) = ObjectCorrections.Apply(table, dataset, keepsMasks);
        var format = DatasetConversion.AgainAs(dataset.Format);
        return new(corrected.Samples.Count, counts)
        {
            Format = format == dataset.Format ? null : $"{LayoutTable.Of(dataset.Format).Name} is only read: the copy is COCO",
            Warnings = Gone("object", dataset.Classes, dataset.CountPerClass(), corrected.CountPerClass()),
            Write = (folder, place, cancellation) =>
            {
                var conversion = DatasetConversion.Write(corrected, format, folder, cancellation, place);
                return [.. conversion.Losses, .. conversion.Notes];
            },
        };
    }

    /// <summary>Class masks: a folder of images and masks.</summary>
    public static AuditCorrection OfMasks(string table, string data, ReaderOptions options)
    {
        var examination = MaskDatasetExamination.Examine(MaskReader.Read(data, options), Examining(options), null, options.Cancellation);
        examination.ThrowIfErrors();
        var dataset = examination.Usable();
        CorrectionCounts counts;
        int images;
        using (var trial = TemporaryFolder.Create())
        {
            var (corrected, found) = MaskCorrections.Apply(table, dataset, trial.Path);
            (counts, images) = (found, corrected.Samples.Count);
        }
        return new(images, counts)
        {
            Format = dataset.Format == DatasetFormat.Masks ? null : "masks of polygons are written as masks: a region has no polygon of its own",
            Write = (folder, _, cancellation) =>
            {
                using var changed = TemporaryFolder.Create();
                var conversion = MaskFolderWriter.Write(MaskCorrections.Apply(table, dataset, changed.Path).Corrected, folder, cancellation);
                return [.. conversion.Losses, .. conversion.Notes];
            },
        };
    }

    private static ExaminationOptions Examining(ReaderOptions options) => new() { OnBadImage = options.OnBadImage, OnBadObject = options.OnBadImage };

    private static string[] Gone(string what, IReadOnlyList<string> classes, IReadOnlyList<int> before, IReadOnlyList<int> after)
    {
        string[] gone = [.. before.Zip(after).Index().Where(pair => pair.Item is { First: > 0, Second: 0 }).Select(pair => classes[pair.Index])];
        return gone.Length > 0 ? [$"no {what} is left of {Words.List(gone)}."] : [];
    }
}
