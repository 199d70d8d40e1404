using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads a folder of VOC annotations.</summary>
internal static class VocReader
{
    public static ObjectDataset Read(string root)
    {
        var (errors, warnings) = (new List<Problem>(), new List<Problem>());
        var files = new List<(string Path, VocFile File)>();
        foreach (var path in VocFiles.Find(root))
            if (VocXml.Read(path, ImageFiles.NameOf(root, path), errors) is { } file) files.Add((path, file));
        // The development kit counts pixels from 1 and means the last one too; common drawing tools count from 0. One 0 tells.
        var fromZero = files.SelectMany(pair => pair.File.Objects).Any(item => item.XMin < 1 || item.YMin < 1);
        if (fromZero)
            warnings.Add(new Problem(root, "Some boxes begin at 0, so all are read as counted from 0, with the right and lower edge outside.",
                "Nothing to do if a drawing tool wrote them; VOC itself counts from 1.", IsWarning: true));
        string[] classes = [.. files.SelectMany(pair => pair.File.Objects).Select(item => item.Name).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        var label = classes.Select((name, at) => (name, at)).ToDictionary(pair => pair.name, pair => pair.at, StringComparer.Ordinal);
        var splits = new VocSplits(root);
        foreach (var problem in splits.Problems([.. files.Select(pair => Path.GetFileNameWithoutExtension(pair.Path))]))
            (problem.IsWarning ? warnings : errors).Add(problem);
        var index = new ImageIndex(root);
        var samples = new Dictionary<string, ObjectSample>(StringComparer.Ordinal);
        foreach (var (path, file) in files)
        {
            var split = VocFiles.SplitOf(root, path) ?? splits.Of(Path.GetFileNameWithoutExtension(path));
            var image = Image(root, path, file.Image, split, index);
            var name = ImageFiles.NameOf(root, image);
            var sample = new ObjectSample(image, name, file.Width, file.Height,
                [.. file.Objects.Select(item => Object(item, label[item.Name], fromZero))])
            { Split = split, Extra = file.Extra };
            if (!samples.TryAdd(name, sample))
                errors.Add(new Problem(file.Source, $"The image {name} has another annotation already.", "Keep one of the XML files."));
        }
        return new ObjectDataset(root, classes, [.. samples.Values.OrderBy(sample => sample.Name, StringComparer.Ordinal)])
        {
            Format = DatasetFormat.Voc,
            Errors = errors,
            Warnings = [.. warnings, .. UnlistedImages.Of(root, samples.Values)],
        };
    }

    // Drawing tools leave a stale name or extension behind when images are renamed: the XML file's own name is tried next.
    private static string Image(string root, string xml, string named, string? split, ImageIndex images)
    {
        var index = new ImageLookup(root, ImageLookup.Candidates(root, Path.GetDirectoryName(xml)!, split));
        var found = index.Find(Path.GetFileName(named.Replace('\\', '/')));
        if (File.Exists(found)) return found;
        var stem = Path.GetFileNameWithoutExtension(xml);
        return new[] { ".jpg", ".jpeg", ".png", ".JPG", ".bmp", ".webp" }.Select(extension => index.Find(stem + extension)).FirstOrDefault(File.Exists)
            ?? images.Find(named, split: split) ?? images.Find(stem, split: split) ?? found;
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
