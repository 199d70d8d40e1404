using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads a folder of VOC annotations.</summary>
internal sealed class VocReader
{
    private readonly string _root;
    private readonly ReaderOptions _options;
    private readonly FindingList _findings;
    private readonly VocSplits _splits;
    private readonly Dictionary<(string Folder, string? Split), ImageLookup> _lookups = [];
    private readonly LooseNames _loose = new();

    private VocReader(string root, ReaderOptions options) =>
        (_root, _options, _findings, _splits) = (root, options, new FindingList(root), new VocSplits(root));

    public static ObjectDataset Read(string root, ReaderOptions options) => new VocReader(root, options).Read();

    private ObjectDataset Read()
    {
        var files = new List<(string Path, VocFile File)>();
        foreach (var path in VocFiles.Find(_root))
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            if (VocXml.Read(path, ImageFiles.NameOf(_root, path), _findings) is { } file) files.Add((path, file));
        }
        // The development kit counts pixels from 1 and means the last one too; common drawing tools count from 0. One 0 tells.
        var fromZero = files.SelectMany(pair => pair.File.Objects).Any(item => item.XMin < 1 || item.YMin < 1);
        if (fromZero)
            _findings.Warning(_root, "Some boxes begin at 0, so all are read as counted from 0, with the right and lower edge outside.",
                "Nothing to do if a drawing tool wrote them; VOC itself counts from 1.");
        string[] classes = [.. files.SelectMany(pair => pair.File.Objects).Select(item => item.Name).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        var label = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var samples = new Dictionary<string, ObjectSample>(StringComparer.Ordinal);
        foreach (var (path, file) in files)
        {
            var split = VocFiles.SplitOf(_root, path) ?? _splits.Of(Path.GetFileNameWithoutExtension(path));
            var image = Image(path, file.Image, split);
            var name = ImageFiles.NameOf(_root, image);
            var sample = new ObjectSample(image, name, file.Width, file.Height, [.. file.Objects.Select(item => Object(item, label[item.Name], fromZero))])
            { Split = split, Extra = file.Extra };
            if (!samples.TryAdd(name, sample))
                _findings.ErrorOfOne(file.Source, $"The image {name} has another annotation already.", "Keep one of the XML files.");
        }
        CheckLists([.. files.Select(pair => pair.Path)]);
        _loose.Warn(_root, _findings);
        return new ObjectDataset(_root, classes, [.. samples.Values.OrderBy(sample => sample.Name, StringComparer.Ordinal)])
        {
            Format = DatasetFormat.Voc,
            Errors = _findings.Errors,
            Warnings = [.. _findings.Warnings, .. UnlistedImages.Of(_root, samples.Values, isWhole: true)],
        };
    }

    // Drawing tools leave a stale name or extension behind when images are renamed: the XML file's own name is tried next.
    private string Image(string xml, string named, string? split)
    {
        var folder = Path.GetDirectoryName(xml)!;
        if (!_lookups.TryGetValue((folder, split), out var lookup))
            lookup = _lookups[(folder, split)] = new ImageLookup(_root, ImageLookup.Candidates(_root, folder, split));
        var (file, own) = (Path.GetFileName(named.Replace('\\', '/')), Path.GetFileNameWithoutExtension(xml));
        if (file.Length == 0) return lookup.FindLoosely(own) ?? lookup.Find(own + ".jpg");
        var found = _loose.Find(lookup, file);
        return File.Exists(found) ? found : lookup.FindLoosely(own) ?? found;
    }

    // A split that vanishes would be trained on.
    private void CheckLists(IReadOnlyList<string> annotations)
    {
        var there = annotations.Select(path => Path.GetFileNameWithoutExtension(path)!).ToHashSet(StringComparer.Ordinal);
        foreach (var (list, names) in _splits.Lists)
        {
            var lost = names.Where(name => !there.Contains(name)).ToList();
            if (lost.Count > 0 && lost.Count == names.Count)
                _findings.Error(list, $"None of its {Words.Count(names.Count, "name")} is that of an annotation: {Words.List(lost)}.",
                    "Write the names of the XML files without their ending, or remove the list.");
            else if (lost.Count > 0)
                _findings.Warning(list, $"{Words.Count(lost.Count, "name is", "names are")} that of no annotation: {Words.List(lost)}.",
                    "Add the annotations, or take the names off the list.");
        }
        if (_splits.Names.Count == 0) return;
        var listed = _splits.Names.ToHashSet(StringComparer.Ordinal);
        var others = annotations.Where(path => VocFiles.SplitOf(_root, path) is null && !listed.Contains(Path.GetFileNameWithoutExtension(path))).ToList();
        if (others.Count > 0)
            _findings.Warning(_root, $"{Words.Count(others.Count, "annotation is", "annotations are")} in no list of ImageSets/Main and in no split: "
                + $"{Words.List([.. others.Select(path => ImageFiles.NameOf(_root, path))])}.",
                "Write them into a list, or move them away if they are not meant.");
    }

    private static ObjectAnnotation Object(VocObject item, int label, bool fromZero)
    {
        var before = fromZero ? 0 : 1;
        return new ObjectAnnotation(new Box((float)(item.XMin - before), (float)(item.YMin - before), (float)item.XMax, (float)item.YMax), label)
        {
            IsDifficult = item.IsDifficult,
            IsTruncated = item.IsTruncated,
            Extra = item.Extra,
        };
    }
}
