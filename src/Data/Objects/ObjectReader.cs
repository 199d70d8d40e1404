namespace Graft.Data;

/// <summary>Reads images with annotated objects from the formats of <see cref="LayoutTable"/>.</summary>
internal static class ObjectReader
{
    /// <summary>
    /// Reads a folder, a json of COCO or another program, or a YOLO <c>data.yaml</c>. No image is decoded; YOLO's relative coordinates need the
    /// images' headers. Annotations that cannot be placed are in <see cref="ObjectDataset.Errors"/>, for the examination to
    /// list with all the rest.
    /// </summary>
    /// <param name="path">Where it is.</param>
    /// <param name="options">The classes of a trained model, if the labels must follow them.</param>
    /// <exception cref="GraftException">There is no such file, it holds no annotated objects, or no part of it can be read.</exception>
    public static ObjectDataset Read(string path, ReaderOptions? options = null)
    {
        options ??= new ReaderOptions();
        var layout = DatasetLayout.Infer(path, TaskKind.Detect, options.Cancellation);
        if (layout.Doubt is { IsOfFormats: true } doubt) throw doubt.Refusal();
        if (LayoutTable.Of(layout.Format).Objects is not { } read)
            throw new GraftException($"'{path}' has no annotated objects. {layout.Reason}", $"Expected {LayoutTable.ObjectNames} annotations.",
                layout.Doubt?.ObjectCure ?? $"Annotate boxes or polygons{(layout.Doubt is null ? $", or choose {Flag.Task(layout.Task.Name())}" : "")}.");
        var dataset = Placed(read(Path.GetFullPath(path), options));
        if (Directory.Exists(path))
            dataset = dataset with { Warnings = [.. dataset.Warnings, .. ImageFiles.PassedBy(path, dataset.Samples.Select(sample => sample.Path))] };
        if (dataset.Samples.Count == 0)
            throw new ProblemsException($"The data set '{path}'", [.. Nothing(path, dataset), .. dataset.Warnings.Except(dataset.PassedOver)]);
        return options.Classes is null ? dataset : ClassOrder.Apply(dataset, options);
    }

    private static ObjectDataset Placed(ObjectDataset dataset)
    {
        var names = new ImageNames(dataset.Root, [.. dataset.Samples.Select(sample => sample.Path)]);
        return !names.AreOther ? dataset : dataset with
        {
            Root = names.Root,
            Samples = [.. dataset.Samples.Select(sample => sample with { Name = names.Of(sample.Path) })
                .OrderBy(sample => sample.Name, StringComparer.Ordinal)],
        };
    }

    // Why there is no image: what could not be read, and what was left out where there is nothing else.
    private static IEnumerable<Problem> Nothing(string path, ObjectDataset dataset)
    {
        Problem[] reasons = [.. dataset.Errors,
            .. dataset.PassedOver.Select(problem => problem with { What = $"{problem.What} Nothing else is there.", IsWarning = false })];
        return reasons.Length > 0 ? reasons : [new Problem(path, "No image was found.", "Check that the annotations lie where the images are.")];
    }
}
