namespace Graft.Data;

/// <summary>Reads images with annotated objects from the formats people have: COCO, YOLO, VOC.</summary>
internal static class ObjectReader
{
    /// <summary>
    /// Reads a folder, a COCO json or a YOLO <c>data.yaml</c>. No image is decoded; YOLO's relative coordinates need the
    /// images' headers. Annotations that cannot be placed are in <see cref="ObjectDataset.Errors"/>, for the examination to
    /// list with all the rest.
    /// </summary>
    /// <param name="path">Where it is.</param>
    /// <param name="options">The classes of a trained model, if the labels must follow them.</param>
    /// <exception cref="GraftException">There is no such file, it holds no annotated objects, or no part of it can be read.</exception>
    public static ObjectDataset Read(string path, ReaderOptions? options = null)
    {
        options ??= new ReaderOptions();
        var layout = DatasetLayout.Infer(path);
        var full = Path.GetFullPath(path);
        var dataset = layout.Format switch
        {
            DatasetFormat.Coco => CocoReader.Read(full, options),
            DatasetFormat.Yolo => YoloReader.Read(full, options),
            DatasetFormat.Voc => VocReader.Read(full, options),
            _ => throw new GraftException($"'{path}' has no annotated objects. {layout.Reason}", "Expected COCO, YOLO or VOC annotations.",
                $"Annotate boxes or polygons{(layout.Doubt is null ? $", or choose --task {layout.Task}" : "")}."),
        };
        if (dataset.Samples.Count == 0)
            throw new ProblemsException($"The data set '{path}'",
                [.. dataset.Errors, .. dataset.Warnings, new Problem(path, "No image was found.", "Check that the annotations lie where the images are.")]);
        return options.Classes is { } classes ? ClassOrder.Apply(dataset, classes) : dataset;
    }
}
