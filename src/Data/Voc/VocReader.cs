using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads a folder of VOC annotations.</summary>
internal sealed class VocReader
{
    private readonly string _root;
    private readonly ReaderOptions _options;
    private readonly FindingList _findings;
    private readonly VocSplits _splits;
    private string[] _stems = []; // of all annotations
    private readonly ImageIndex _index;
    private readonly Dictionary<(string Folder, string? Split), ImageLookup> _lookups = [];
    private readonly LooseNames _loose = new();

    private VocReader(string root, ReaderOptions options) =>
        (_root, _options, _findings, _splits, _index) = (root, options, new FindingList(root), new VocSplits(root, () => _stems), new ImageIndex(root));

    public static ObjectDataset Read(string root, ReaderOptions options) => new VocReader(root, options).Read();

    private ObjectDataset Read()
    {
        var files = new List<(string Path, VocFile File)>();
        foreach (var path in VocFiles.Find(_root, _options.Cancellation))
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
        _stems = [.. files.Select(pair => Path.GetFileNameWithoutExtension(pair.Path))];
        foreach (var problem in _splits.Problems(_stems))
            if (problem.IsWarning) _findings.Warning(problem.Where, problem.What, problem.Cure);
            else _findings.Error(problem.Where, problem.What, problem.Cure);
        var samples = new Dictionary<string, ObjectSample>(StringComparer.Ordinal);
        foreach (var (path, file) in files)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            var split = VocFiles.SplitOf(_root, path) ?? _splits.Of(Path.GetFileNameWithoutExtension(path));
            var image = Image(path, file.Image, split);
            var name = ImageFiles.NameOf(_root, image);
            var sample = new ObjectSample(image, name, file.Width, file.Height, [.. file.Objects.Select(item => Object(item, label[item.Name], fromZero))])
            { Split = split, Extra = file.Extra, LostObjects = file.LostObjects };
            if (!samples.TryAdd(name, sample))
                _findings.ErrorOfOne(file.Source, $"The image {name} has another annotation already.", "Keep one of the XML files.");
        }
        _loose.Warn(_root, _findings);
        return new ObjectDataset(_root, classes, [.. samples.Values.OrderBy(sample => sample.Name, StringComparer.Ordinal)])
        {
            Format = DatasetFormat.Voc,
            Errors = _findings.Errors,
            Warnings = [.. _findings.Warnings, .. UnlistedImages.Of(_root, samples.Values)],
        };
    }

    // Drawing tools leave a stale name or extension behind when images are renamed: the XML file's own name is tried next.
    private string Image(string xml, string named, string? split)
    {
        var folder = Path.GetDirectoryName(xml)!;
        if (!_lookups.TryGetValue((folder, split), out var lookup))
            lookup = _lookups[(folder, split)] = new ImageLookup(_root, ImageLookup.Candidates(_root, folder, split), _index, split);
        var (file, own) = (Path.GetFileName(named.Replace('\\', '/')), Path.GetFileNameWithoutExtension(xml));
        if (file.Length == 0) return lookup.FindLoosely(own) ?? lookup.Find(own + ".jpg");
        var found = _loose.Find(lookup, file);
        if (File.Exists(found)) return found;
        if (_index.Find(named, split: split) is { } elsewhere) return elsewhere;
        return lookup.FindLoosely(own) ?? _index.Find(own, split: split) ?? found;
    }

    private static ObjectAnnotation Object(VocObject item, int label, bool fromZero)
    {
        var before = fromZero ? 0 : 1;
        return new ObjectAnnotation(new Box((float)(item.XMin - before), (float)(item.YMin - before), (float)item.XMax, (float)item.YMax), label)
        {
            Number = item.Number,
            IsDifficult = item.IsDifficult,
            IsTruncated = item.IsTruncated,
            Extra = item.Extra,
        };
    }
}
