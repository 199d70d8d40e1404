using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads images with a class for every pixel: from mask files, or painted from the polygons of objects.</summary>
internal static class MaskReader
{
    /// <summary>
    /// Reads <c>images/</c> and <c>masks/</c> (also below train and val, and VOC's JPEGImages and SegmentationClass with the lists of
    /// ImageSets/Segmentation), or COCO and
    /// YOLO polygons, which are painted in the order of their size on a class <c>background</c>. Class names come from
    /// <c>classes.txt</c>, <c>.yaml</c> or <c>.json</c>, from a COCO file beside the masks, or are numbered.
    /// </summary>
    /// <exception cref="GraftException">There is no such folder, or it has neither masks nor polygons.</exception>
    public static MaskDataset Read(string path, ReaderOptions? options = null)
    {
        options ??= new ReaderOptions();
        var layout = DatasetLayout.Infer(path, TaskKind.Segment, options.Cancellation);
        if (layout.Doubt is { IsOfFormats: true } formats) throw formats.Refusal();
        if (layout.Doubt is { MaskTrouble.Length: > 0 } doubt)
            throw new GraftException($"'{path}' has no masks that can be read. {layout.Reason}", doubt.MaskTrouble,
                "Put the images in 'images', and in 'masks' a file of class numbers for each, of the same name.");
        if (!layout.Tasks.Contains(TaskKind.Segment))
            throw new GraftException($"'{path}' has no classes of pixels. {layout.Reason}", "Expected images/ and masks/, or objects with polygons.",
                layout.Doubt is null ? $"Choose {Flag.Task(layout.Task.Name())}, or draw masks." : "Draw masks.");
        var root = Path.GetFullPath(path);
        var pairs = Directory.Exists(root) ? MaskFolders.Find(root) : [];
        var dataset = pairs.Count > 0 ? FromFiles(root, pairs, options) : FromPolygons(path, options);
        if (pairs.Count > 0)
            dataset = dataset with { Warnings = [.. dataset.Warnings, .. ImageFiles.PassedBy(root, dataset.Samples.Select(sample => sample.Path))] };
        return dataset.Samples.Count > 0 ? dataset
            : throw new ProblemsException($"The data set '{path}'",
                [.. dataset.Errors, new Problem(path, "No image was found.", "Put images in images/ and masks of the same names in masks/.")]);
    }

    private static IReadOnlyList<string> Countable(string path, IReadOnlyList<string> classes) => classes.Count <= ClassMap.Ignore ? classes
        : throw new GraftException($"'{path}' has {classes.Count} classes, the background among them.",
            $"A mask tells {ClassMap.Ignore} apart, 0 to {ClassMap.Ignore - 1}; {ClassMap.Ignore} does not count.", "Leave classes out, or put some together.");

    private static MaskDataset FromFiles(string root, IReadOnlyList<MaskFolders> pairs, ReaderOptions options)
    {
        var (samples, errors, warnings) = (new List<MaskSample>(), new List<Problem>(), new List<Problem>());
        var legend = MaskLegend.Find(root);
        var lists = new VocSplits(root, () => pairs.SelectMany(pair => ImageFiles.AllFiles(new DirectoryInfo(pair.Images)))
            .Select(file => Path.GetFileNameWithoutExtension(file.Name)), "Segmentation");
        foreach (var pair in pairs)
        {
            pair.RequireKeptValues();
            var used = new HashSet<string>(StringComparer.Ordinal);
            var (listed, unlisted) = (lists.Names.ToHashSet(StringComparer.Ordinal), new List<string>());
            foreach (var image in ImageFiles.AllFiles(new DirectoryInfo(pair.Images)).Where(file => ImageFiles.IsImage(file.Name)))
            {
                options.Cancellation.ThrowIfCancellationRequested();
                var stem = Path.GetFileNameWithoutExtension(image.Name);
                if (lists.Names.Count > 0 && !listed.Remove(lists.NameOf(stem) ?? stem))
                {
                    unlisted.Add(image.Name); // VOC has masks for some of its images only
                    continue;
                }
                var mask = pair.MaskOf(image.FullName);
                used.Add(mask);
                samples.Add(new MaskSample(image.FullName, ImageFiles.NameOf(root, image.FullName), mask)
                { Split = lists.Of(stem) ?? pair.Split, Legend = legend });
            }
            if (listed.Count > 0)
                errors.Add(Problem.OfOne(ImageFiles.NameOf(root, pair.Images),
                    $"{Words.Count(listed.Count, "image is", "images are")} in the lists of ImageSets/Segmentation and not in the folder: "
                        + $"{Words.List([.. listed.Order(StringComparer.Ordinal)])}.", "Add the images, or take them out of the lists."));
            if (unlisted.Count > 0)
                warnings.Add(new Problem(ImageFiles.NameOf(root, pair.Images),
                    $"{Words.Count(unlisted.Count, "image is", "images are")} in no list of ImageSets/Segmentation and not used: {Words.List(unlisted)}.",
                    "Nothing to do if they have no masks; otherwise write them into a list.", IsWarning: true));
            var orphans = ImageFiles.AllFiles(new DirectoryInfo(pair.Masks))
                .Where(file => MaskFolders.IsMask(file) && !used.Contains(file.FullName)
                && (lists.Names.Count == 0 || lists.NameOf(Path.GetFileNameWithoutExtension(file.Name)) is not null))
                    .Select(file => ImageFiles.NameOf(root, file.FullName)).ToList();
            if (orphans.Count > 0)
                warnings.Add(new Problem(ImageFiles.NameOf(root, pair.Masks),
                    $"{Words.Count(orphans.Count, "mask has", "masks have")} no image: {Words.List(orphans)}.", "Add the images, or remove the masks.",
                    IsWarning: true));
        }
        var names = (legend?.Names ?? ClassNames.Find(root)?.Names) is { } found ? Countable(root, found) : null;
        if (legend is null && names is null or { Count: 2 } && MaskValues.AreBlackAndWhite(samples))
        {
            legend = MaskLegend.BlackAndWhite(names);
            names = legend.Names;
            samples = [.. samples.Select(sample => sample with { Legend = legend })];
            warnings.Add(new Problem(root, $"The masks are black and white: 0 is read as '{names[0]}', 255 as '{names[1]}'.",
                "Nothing to do if white is a class; otherwise write the classes as 0, 1, 2 and so on.", IsWarning: true));
        }
        if (names is null)
        {
            (names, var refusal) = options.Classes is { } given ? (given, null) : MaskValues.Names(root, samples, options.Cancellation);
            if (refusal is not null) errors.Add(refusal);
            else warnings.Add(new Problem(root, options.Classes is null
                ? $"No file tells what the classes are called; the masks have {names.Count}, which are numbered."
                : "No file tells what the classes are called; the values of the masks are taken to be the "
                    + (options.ClassesOf is { } source ? $"classes of '{source}' in their order." : "model's classes in its order."),
                    "Write a classes.txt with a name a line, the background first.", IsWarning: true));
        }
        if (ClassMatch.Twins(root, names) is { } twins) warnings.Add(twins with { IsWarning = true });
        warnings.AddRange(ClassMatch.Alike(root, names));
        List<string> inPlace = [.. pairs.SelectMany(pair => ImageFiles.AllFiles(new DirectoryInfo(pair.Images))).Select(file => file.FullName)];
        warnings.AddRange(UnlistedImages.Of(root, inPlace, "lies outside the folders with masks and is not used",
            "lie outside the folders with masks and are not used", "Nothing to do if they have no masks; otherwise put image and mask beside the others."));
        var dataset = new MaskDataset(root, names, [.. samples.OrderBy(sample => sample.Name, StringComparer.Ordinal)])
        { Errors = errors, Warnings = warnings, Palette = MaskValues.Palette(samples) };
        return options.Classes is null ? dataset : MaskOrder.Apply(dataset, options);
    }

    // What is painted has a background, so a model's first class must be one.
    private static MaskDataset FromPolygons(string path, ReaderOptions options)
    {
        var classes = options.Classes;
        var isOrdered = classes is not null && ClassMatch.Find(["background"], classes) is [0];
        var objects = ObjectReader.Read(path, options with { Classes = isOrdered ? [.. classes!.Skip(1)] : null });
        IReadOnlyList<string> names = isOrdered ? classes! : Countable(path, ["background", .. objects.Classes]);
        var errors = objects.Errors.ToList();
        if (classes is not null && !isOrdered)
            errors.Add(new Problem(objects.Root,
                $"The first of {(options.ClassesOf is { } source ? $"the classes of '{source}'" : "the model's classes")} is '{classes[0]}'; "
                    + "polygons are painted on a background.",
                options.ClassesOf is null ? "Use masks of the model's classes, or a model whose first class is the background."
                    : "Use masks of these classes."));
        return new MaskDataset(objects.Root, names,
            [.. objects.Samples.Select(sample => new MaskSample(sample.Path, sample.Name, null)
            {
                Objects = sample.Objects,
                LostObjects = sample.LostObjects,
                Width = sample.Width,
                Height = sample.Height,
                Group = sample.Group,
                Split = sample.Split,
            })])
        {
            Format = objects.Format,
            Source = objects,
            Errors = errors,
            Warnings = objects.Warnings,
        };
    }
}
