using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads one or several COCO instances files (train, val, test) as one data set.</summary>
internal static class CocoReader
{
    public static ObjectDataset Read(string path, ReaderOptions options)
    {
        var isFile = File.Exists(path);
        var files = isFile ? [path] : CocoFiles.Find(path, options.Cancellation);
        var root = isFile ? CocoFiles.RootOf(path) : path;
        var documents = files.Select(file =>
        {
            options.Cancellation.ThrowIfCancellationRequested();
            return (file, document: CocoJson.Read(file, options.Cancellation));
        }).ToList();
        var leftOut = CocoParents.LeftOut([.. documents.Select(pair => pair.document)], root, out var parents);
        var collector = new CocoCollector(root, leftOut, options.Cancellation);
        var index = new ImageIndex(root);
        foreach (var (file, document) in documents)
        {
            // A single file is the whole data set, whatever it is called.
            var split = CocoFiles.SplitOf(file);
            collector.Add(file, document, documents.Count > 1 ? split : null,
                new ImageLookup(root, ImageLookup.Candidates(root, Path.GetDirectoryName(file)!, split), index, split));
        }
        // A single file may lie in a folder of many other things.
        var dataset = collector.Build(isWhole: !isFile);
        return dataset with { Warnings = [.. parents, .. dataset.Warnings] };
    }
}

/// <summary>Turns COCO's numbers into labels and images, and keeps what does not fit for the examination.</summary>
internal sealed class CocoCollector
{
    private readonly string _root;
    private readonly CancellationToken _cancellation;
    private readonly FindingList _findings;
    private readonly List<ObjectSample> _samples = [];
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private readonly List<CocoDocument> _documents = [];
    private readonly CocoClasses _classes;
    private readonly LooseNames _loose = new();
    private readonly List<string> _textIds = [];

    public CocoCollector(string root, IReadOnlyList<CocoCategory> categories, CancellationToken cancellation)
    {
        (_root, _cancellation, _findings) = (root, cancellation, new FindingList(root));
        _classes = new CocoClasses(root, categories, _findings);
    }

    public void Add(string file, CocoDocument document, string? split, ImageLookup lookup)
    {
        var where = ImageFiles.NameOf(_root, file);
        _documents.Add(document with { Images = null, Annotations = null });
        var images = Images(document, where);
        var annotations = document.Annotations ?? [];
        var byImage = annotations.ToLookup(annotation => annotation.ImageId);
        Unplaced(where, "image", byImage.Where(group => !images.ContainsKey(group.Key)).Select(group => (group.Key, group.Count())));
        Unplaced(where, "category", annotations.Where(one => _classes.LabelOf(one.CategoryId) is null).GroupBy(one => one.CategoryId)
            .Select(group => (group.Key, group.Count())));
        foreach (var image in images.Values)
        {
            _cancellation.ThrowIfCancellationRequested();
            var path = _loose.Find(lookup, image.FileName!);
            var name = ImageFiles.NameOf(_root, path);
            if (!_seen.TryAdd(name, where))
                _findings.ErrorOfOne(where, $"The image {name} was already in {_seen[name]}.", "Keep it in one place, with all its annotations.");
            else
            {
                ObjectAnnotation[] objects = [.. new CocoObjects(_classes, _findings, $"{where}, {image.FileName}").Of(byImage[image.Id])];
                var lost = byImage[image.Id].Count() - objects.Length;
                _samples.Add(Sample(image, path, name, where) with { Split = split, Objects = objects, LostObjects = lost });
            }
        }
    }

    /// <param name="isWhole">True where the data set is a folder, so that whatever lies in it should be annotated.</param>
    public ObjectDataset Build(bool isWhole)
    {
        if (_textIds.Count > 0)
            _findings.Warning(_root, $"Images are named by text and not by number, such as '{_textIds[0]}'; annotations are matched by it.",
                "Nothing to do; what is written from them has numbers.");
        _loose.Warn(_root, _findings);
        return new(_root, _classes.Names, [.. _samples.OrderBy(sample => sample.Name, StringComparer.Ordinal)])
        {
            Format = DatasetFormat.Coco,
            CategoryIds = _classes.Ids,
            Extra = CocoExtras.Of(_documents),
            ClassExtra = _classes.Extra,
            Errors = _findings.Errors,
            Warnings = [.. _findings.Warnings, .. UnlistedImages.Of(_root, _samples, besideOnly: !isWhole)],
        };
    }

    private Dictionary<CocoKey, CocoImage> Images(CocoDocument document, string where)
    {
        var images = new Dictionary<CocoKey, CocoImage>();
        HashSet<CocoKey> twice = [];
        foreach (var image in document.Images ?? [])
            if (string.IsNullOrWhiteSpace(image.FileName) || image.FileName.Contains('\0'))
                _findings.ErrorOfOne(where, $"The image {image.Id} has no file_name.", "Export the annotations again.");
            else if (image.Id.IsNone)
                _findings.ErrorOfOne(where, $"The image {image.FileName} has no id, so no annotation can be its own.", "Export the annotations again.");
            else if (!images.TryAdd(image.Id, image))
            {
                _findings.ErrorOfOne(where, $"Two images have the number {image.Id}: {images[image.Id].FileName} and {image.FileName}.",
                    "Give each image its own number.");
                if (images[image.Id].FileName != image.FileName) twice.Add(image.Id);
            }
        foreach (var id in twice) images.Remove(id); // whose the annotations are cannot be told
        if (images.Keys.FirstOrDefault(id => id.Text is not null).Text is { } text) _textIds.Add(text);
        return images;
    }

    private ObjectSample Sample(CocoImage image, string path, string name, string where)
    {
        var (width, height) = (Coordinates.Side(image.Width), Coordinates.Side(image.Height));
        if (width is null || height is null)
            _findings.ErrorOfOne($"{where}, {image.FileName}",
                $"The size is {Coordinates.Show(image.Width ?? 0)} x {Coordinates.Show(image.Height ?? 0)}; expected whole numbers of pixels.",
                "Correct width and height, or remove them.");
        var extra = image.Extra is null ? [] : new Dictionary<string, System.Text.Json.JsonElement>(image.Extra);
        if (image.Group is null && image.WrittenGroup is { } other) extra["group"] = other;
        return new ObjectSample(path, name, width ?? 0, height ?? 0, [])
        { Id = image.Id.Number, Group = image.Group, Extra = extra.Count > 0 ? extra : null };
    }

    private void Unplaced(string where, string what, IEnumerable<(CocoKey Key, int Count)> groups)
    {
        foreach (var (key, count) in groups)
            _findings.ErrorOfOne(where, key.IsNone ? $"{Words.Count(count, "annotation does", "annotations do")} not say of which {what} they are."
                : $"{Words.Count(count, "annotation is", "annotations are")} of the {what} {key}, which the file does not define.",
                $"Define the {what}, or remove the annotations.");
    }
}
