using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads one or several COCO instances files (train, val, test) as one data set.</summary>
internal static class CocoReader
{
    public static ObjectDataset Read(string path)
    {
        var isFile = File.Exists(path);
        var files = isFile ? [path] : CocoFiles.Find(path);
        var root = isFile ? CocoFiles.RootOf(path) : path;
        var documents = files.Select(file => (file, document: CocoJson.Read(file))).ToList();
        var collector = new CocoCollector(root, CocoParents.LeftOut([.. documents.Select(pair => pair.document)], root, out var parents));
        var index = new ImageIndex(root);
        foreach (var (file, document) in documents)
        {
            // A single file is the whole data set, whatever it is called.
            var split = CocoFiles.SplitOf(file);
            collector.Add(file, document, documents.Count > 1 ? split : null,
                new ImageLookup(root, ImageLookup.Candidates(root, Path.GetDirectoryName(file)!, split), index, split));
        }
        var dataset = collector.Build();
        // A single file may lie in a folder of many other things.
        return dataset with { Warnings = [.. parents, .. UnlistedImages.Of(root, dataset.Samples, besideOnly: isFile)] };
    }
}

/// <summary>Turns COCO's numbers into labels and images, and keeps what does not fit for the examination.</summary>
internal sealed class CocoCollector
{
    private readonly string _root;
    private readonly List<ObjectSample> _samples = [];
    private readonly List<Problem> _errors = [];
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private readonly List<CocoDocument> _documents = [];
    private readonly List<CocoCategory> _categories;
    private readonly Dictionary<int, int> _labels;

    public CocoCollector(string root, IReadOnlyList<CocoCategory> categories)
    {
        _root = root;
        foreach (var twins in categories.GroupBy(category => category.Id).Where(group => group.Select(category => category.Name).Distinct().Count() > 1))
            Error(root, $"The category {twins.Key} is called {string.Join(" and ", twins.Select(one => $"'{one.Name}'").Distinct())}.",
                "Give each number one name in all files.");
        _categories = [.. categories.DistinctBy(category => category.Id).OrderBy(category => category.Id)];
        _labels = _categories.Select((category, at) => (category.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at);
        foreach (var twins in _categories.GroupBy(NameOf).Where(group => group.Count() > 1))
            Error(root, $"The categories {string.Join(" and ", twins.Select(one => one.Id))} are both called '{twins.Key}'.", "Merge them, or rename one.");
        if (_categories.Count == 0) Error(root, "There are no categories.", "Export the annotations again with their categories.");
    }

    public void Add(string file, CocoDocument document, string? split, ImageLookup lookup)
    {
        var where = ImageFiles.NameOf(_root, file);
        _documents.Add(document with { Images = null, Annotations = null });
        var images = new Dictionary<long, CocoImage>();
        foreach (var image in document.Images ?? [])
            if (string.IsNullOrEmpty(image.FileName)) Error(where, $"The image {image.Id} has no file_name.", "Export the annotations again.");
            else if (!images.TryAdd(image.Id, image))
                Error(where, $"Two images have the number {image.Id}: {images[image.Id].FileName} and {image.FileName}.",
                    "Give each image its own number.");
        var byImage = (document.Annotations ?? []).ToLookup(annotation => annotation.ImageId);
        Unplaced(where, "image", byImage.Where(group => !images.ContainsKey(group.Key)).Select(group => (group.Key, group.Count())));
        Unplaced(where, "category", (document.Annotations ?? []).Where(one => !_labels.ContainsKey(one.CategoryId)).GroupBy(one => (long)one.CategoryId)
            .Select(group => (group.Key, group.Count())));
        foreach (var image in images.Values)
        {
            var path = lookup.Find(image.FileName!);
            var name = ImageFiles.NameOf(_root, path);
            if (!_seen.TryAdd(name, where))
                Error(where, $"The image {name} was already in {_seen[name]}.", "Keep it in one place, with all its annotations.");
            else
                _samples.Add(new ObjectSample(path, name, image.Width, image.Height, [.. Objects(byImage[image.Id], $"{where}, {image.FileName}")])
                { Id = image.Id, Split = split, Group = image.Group, Extra = image.Extra });
        }
    }

    public ObjectDataset Build() => new(_root, [.. _categories.Select(NameOf)], [.. _samples.OrderBy(sample => sample.Name, StringComparer.Ordinal)])
    {
        Format = DatasetFormat.Coco,
        CategoryIds = [.. _categories.Select(category => category.Id)],
        Extra = CocoExtras.Of(_documents),
        ClassExtra = CocoExtras.Of(_categories, NameOf),
        Errors = _errors,
    };

    private IEnumerable<ObjectAnnotation> Objects(IEnumerable<CocoAnnotation> annotations, string where)
    {
        foreach (var one in annotations)
        {
            if (!_labels.TryGetValue(one.CategoryId, out var label)) continue;
            var polygon = one.Segmentation;
            if (polygon?.Fault is { } fault) Error(where, $"Annotation {one.Id}: {fault}", "Draw the polygon again, or remove it.");
            if (BoxOf(one) is { } box)
                yield return new ObjectAnnotation(box, label)
                {
                    Id = one.Id,
                    Extent = one.Bbox is { Length: 4 } corner ? new BoxD(corner[0], corner[1], corner[2], corner[3]) : null,
                    IsCrowd = one.Iscrowd != 0,
                    IsDifficult = one.Difficult != 0,
                    IsTruncated = one.Truncated != 0,
                    AnnotatedArea = one.Area,
                    Polygons = polygon?.Polygons,
                    Mask = polygon?.Mask,
                    Extra = one.Extra,
                };
            else Error(where, $"Annotation {one.Id} has no box of four numbers and no polygon to take it from.", "Annotate the object again, or remove it.");
        }
    }

    private static Box? BoxOf(CocoAnnotation one)
    {
        if (one.Bbox is { Length: 4 } box) return Box.FromCorner(box[0], box[1], box[2], box[3]);
        if (one.Segmentation?.Mask is { } mask) return mask.Bounds;
        return one.Segmentation?.Polygons is { Count: > 0 } polygons ? ObjectPlacement.Around(polygons) : null;
    }

    private void Unplaced(string where, string what, IEnumerable<(long Number, int Count)> groups)
    {
        foreach (var (number, count) in groups)
            Error(where, $"{Words.Count(count, "annotation is", "annotations are")} of the {what} {number}, which the file does not define.",
                $"Define the {what}, or remove the annotations.");
    }

    private void Error(string where, string what, string cure) => _errors.Add(new Problem(where, what, cure));

    private static string NameOf(CocoCategory category) => category.Name ?? $"category {category.Id}";
}
