using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads images with YOLO's text files.</summary>
internal sealed class YoloReader
{
    private readonly YoloLayout _layout;
    private readonly ReaderOptions _options;
    private readonly FindingList _findings;

    private YoloReader(YoloLayout layout, ReaderOptions options) => (_layout, _options, _findings) = (layout, options, new FindingList(layout.Root));

    public static ObjectDataset Read(string path, ReaderOptions options) =>
        new YoloReader(YoloLayout.Find(path, options.Cancellation)
            ?? throw new GraftException($"'{path}' has no YOLO labels.", "Expected images/ and labels/."), options)
            .Read(isWhole: Directory.Exists(path));

    private ObjectDataset Read(bool isWhole)
    {
        var images = _layout.Images().DistinctBy(image => image.Path).OrderBy(image => image.Path, StringComparer.Ordinal)
            .Select(image => ReadImage(image.Path, image.Split)).ToList();
        var keyPoints = _layout.KeyPoints ?? YoloKeyPoints.Evident(images.SelectMany(image => image.Lines));
        var samples = images.Select(image => WithObjects(image, Objects(image, keyPoints))).ToList();
        var names = Names(samples);
        if (ClassMatch.Twins(_layout.Root, names) is { } twins) _findings.Error(twins.Where, twins.What, twins.Cure);
        CheckLabels(samples, names.Count);
        NoteKeyPoints(keyPoints);
        NoteUnlabelled(samples);
        NoteOrphans([.. samples.Select(sample => YoloLayout.LabelOf(sample.Path))]);
        return new ObjectDataset(_layout.Root, names,
            [.. samples.Select(sample => Named(sample, names.Count)).OrderBy(sample => sample.Name, StringComparer.Ordinal)])
        {
            Format = DatasetFormat.Yolo,
            Errors = [.. _layout.Problems.Where(problem => !problem.IsWarning), .. _findings.Errors],
            Warnings = [.. _layout.Problems.Where(problem => problem.IsWarning), .. _findings.Warnings,
                .. UnlistedImages.Of(_layout.Root, samples, besideOnly: !isWhole)],
        };
    }

    private YoloImage ReadImage(string path, string? split)
    {
        _options.Cancellation.ThrowIfCancellationRequested();
        var sample = new ObjectSample(path, ImageFiles.NameOf(_layout.Root, path), 0, 0, []) { Split = split };
        var file = YoloLayout.LabelOf(path);
        if (!FileContent.IsThere(file)) return new YoloImage(sample, []);
        try
        {
            var info = ImageFile.Inspect(path);
            sample = sample with { Width = info.Width, Height = info.Height };
            // What a file says that cannot be read is something.
            return Lines(file) is { } lines ? new YoloImage(sample, lines) : new YoloImage(sample with { LostObjects = 1 }, []);
        }
        catch (ImageException)
        {
            return new YoloImage(sample, []); // the examination decodes it and tells why it cannot be used
        }
    }

    private List<YoloLine>? Lines(string file)
    {
        var name = ImageFiles.NameOf(_layout.Root, file);
        try
        {
            return [.. TextFile.Lines(file).Index().Where(line => line.Item.AsSpan().Trim().Length > 0)
                .Select(line => YoloLine.Parse(line.Item, name, line.Index + 1))];
        }
        catch (GraftException refusal)
        {
            _findings.ErrorOfOne(name, refusal.What, "Write the label file again, or remove it.");
            return null;
        }
    }

    private static ObjectSample WithObjects(YoloImage image, List<ObjectAnnotation> objects) => image.Sample with
    { Objects = objects, LostObjects = image.Sample.LostObjects + image.Lines.Count - objects.Count };

    private static ObjectSample Named(ObjectSample sample, int names)
    {
        ObjectAnnotation[] named = [.. sample.Objects.Where(item => item.Label < names)];
        return sample with { Objects = named, LostObjects = sample.LostObjects + sample.Objects.Count - named.Length };
    }

    private List<ObjectAnnotation> Objects(YoloImage image, YoloKeyPoints? keyPoints)
    {
        List<ObjectAnnotation> objects = [];
        foreach (var line in image.Lines)
            if ((line.Fault ?? keyPoints?.FaultOf(line) ?? (keyPoints is null ? line.FaultOfShape() : null)) is { } fault)
                _findings.ErrorOfOne(line.Where, fault, "Correct the line, or remove it.");
            else objects.Add(line.Object(image.Sample.Width, image.Sample.Height, isBox: keyPoints is not null));
        return objects;
    }

    private IReadOnlyList<string> Names(List<ObjectSample> samples)
    {
        if (_layout.Names.Count > 0) return _layout.Names;
        var max = samples.SelectMany(sample => sample.Objects).Select(item => item.Label).DefaultIfEmpty(-1).Max();
        _findings.Warning(_layout.Root, "No file tells what the classes are called; they are numbered.",
            "Write a data.yaml with names, or a classes.txt with a name a line.");
        if (max < YoloLine.MaxUnnamed) return [.. Enumerable.Range(0, max + 1).Select(label => $"class {label}")];
        _findings.Error(_layout.Root, $"The labels have the class {max}, and no file names so many.", "Correct the labels, or write a data.yaml with names.");
        return [.. Enumerable.Range(0, YoloLine.MaxUnnamed).Select(label => $"class {label}")];
    }

    private void CheckLabels(List<ObjectSample> samples, int count)
    {
        foreach (var unknown in samples.SelectMany(sample => sample.Objects.Select(item => (sample.Name, item.Label))).Where(pair => pair.Label >= count)
            .GroupBy(pair => pair.Label))
            _findings.ErrorOfOne(unknown.First().Name,
                $"{Words.Count(unknown.Count(), "object is", "objects are")} of class {unknown.Key}; there are {count} names, 0 to {count - 1}.",
                "Add the name, or correct the number.");
    }

    private void NoteKeyPoints(YoloKeyPoints? keyPoints)
    {
        if (keyPoints is not null)
            _findings.Warning(_layout.Root,
                $"The labels have {keyPoints.Words} behind each box ({keyPoints.Evidence}), which are not used; the boxes are taken.",
                "Nothing to do to learn boxes.");
    }

    private void NoteUnlabelled(List<ObjectSample> samples)
    {
        var without = samples.Where(sample => !File.Exists(YoloLayout.LabelOf(sample.Path))).Select(sample => sample.Name).ToList();
        if (without.Count > 0)
            _findings.Warning(_layout.Root,
                $"{Words.Count(without.Count, "image has", "images have")} no label file and {Words.Was(without.Count)} taken for "
                    + $"{(without.Count == 1 ? "one" : "some")} without objects: {Words.List(without)}.",
                "Nothing to do where nothing is to be seen; otherwise add the label file. An empty one says that nothing is there.");
    }

    private void NoteOrphans(HashSet<string> labelled)
    {
        var folders = labelled.Select(Path.GetDirectoryName).Distinct().Where(Directory.Exists).ToList();
        var orphans = folders.SelectMany(folder => ImageFiles.Files(new DirectoryInfo(folder!)))
            .Where(file => file.Extension == ".txt" && file.Name is not ("classes.txt" or "labels.txt" or "train.txt" or "val.txt" or "test.txt")
                && (TextFile.FirstLine(file.FullName) is not { } line || LabelText.IsYolo(line))
                && !labelled.Contains(file.FullName)).Select(file => ImageFiles.NameOf(_layout.Root, file.FullName)).ToList();
        if (orphans.Count > 0)
            _findings.Warning(_layout.Root,
                $"{Words.Count(orphans.Count, "label file has", "label files have")} no image and {Words.Was(orphans.Count)} left out: "
                + $"{Words.List(orphans)}.", "Add the images, or remove the files.");
    }
}

/// <summary>An image with the lines of its label file.</summary>
internal sealed record YoloImage(ObjectSample Sample, IReadOnlyList<YoloLine> Lines);
