namespace Graft.Data;

/// <summary>VOC's own division: lists of names in <c>ImageSets/Main</c>, for masks in <c>ImageSets/Segmentation</c>.</summary>
internal sealed class VocSplits
{
    /// <summary>The list of everything that is no test; what it has alone is in no split.</summary>
    public const string All = "trainval";

    private const int MaxExamples = 5;
    private readonly Dictionary<string, string?> _splits = new(StringComparer.Ordinal);
    private readonly List<(string Path, HashSet<string> Names)> _lists = [];
    private readonly string _root;
    private readonly Lazy<AlikeNames> _alike, _images;

    /// <param name="root">The data set's folder.</param>
    /// <param name="stems">The names of all images, without extension: a name of a list that only looks like one of them is that image's where no other
    /// looks so. Asked for only then.</param>
    /// <param name="set">Which of its folders of lists.</param>
    /// <exception cref="GraftException">A list cannot be read, or is no text.</exception>
    public VocSplits(string root, Func<IEnumerable<string>> stems, string set = "Main")
    {
        _root = root;
        _images = new(() => new AlikeNames(stems()));
        _alike = new(() => new AlikeNames(_splits.Keys));
        var files = Folders(root, set).SelectMany(folder => ImageFiles.Files(new DirectoryInfo(folder)))
            .Where(file => file.Extension.Equals(".txt", StringComparison.OrdinalIgnoreCase))
            .Select(file => (file.FullName, Word: Path.GetFileNameWithoutExtension(file.Name).ToLowerInvariant())).ToList();
        foreach (var split in new[] { All, SplitNames.Test, SplitNames.Validation, SplitNames.Train })
            foreach (var (list, _) in files.Where(file => file.Word == All ? split == All : SplitNames.Canonical(file.Word) == split))
            {
                HashSet<string> names = [.. TextFile.Lines(list).Select(Stem).Where(name => name.Length > 0)];
                if (names.Count > 0) _lists.Add((list, names));
                foreach (var name in names) _splits[name] = split == All ? null : split;
            }
    }

    /// <summary>Every name that a list has, without folder and extension.</summary>
    public IReadOnlyCollection<string> Names => _splits.Keys;

    /// <summary>The name that a list has of an image, by the image's name without extension; null when no list has it.</summary>
    public string? NameOf(string stem) => _alike.Value.Find(stem) is { } name && (name == stem || _images.Value.IsAlone(stem)) ? name : null;

    /// <summary>The split of an image; null when no list has it.</summary>
    public string? Of(string stem) => NameOf(stem) is { } name ? _splits[name] : null;

    /// <summary>Names that no image has, and images that no list names; an error where nothing of a list is there.</summary>
    /// <param name="stems">The names of all annotated images, without extension.</param>
    public IEnumerable<Problem> Problems(IReadOnlyCollection<string> stems)
    {
        var known = stems.Select(NameOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var (path, names) in _lists)
        {
            var missing = names.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal).ToList();
            if (missing.Count == 0) continue;
            var (where, none) = (ImageFiles.NameOf(_root, path), missing.Count == names.Count);
            yield return new Problem(where, none
                ? $"None of its {names.Count} names is that of an annotated image: {Words.List(missing, MaxExamples)}. The split would be empty."
                : $"{Words.Count(missing.Count, "name is", "names are")} of no annotated image: {Words.List(missing, MaxExamples)}.",
                "Write a name of an image in each line, or remove the list.", IsWarning: !none);
        }
        var unnamed = _lists.Count == 0 ? [] : stems.Where(stem => NameOf(stem) is null).Order(StringComparer.Ordinal).ToList();
        if (unnamed.Count > 0)
            yield return new Problem(ImageFiles.NameOf(_root, Path.GetDirectoryName(_lists[0].Path)!),
                $"{Words.Count(unnamed.Count, "annotated image is", "annotated images are")} in no list and taken for training: "
                    + $"{Words.List(unnamed, MaxExamples)}.", "Add the names to a list, or move the images away.", IsWarning: true);
    }

    // "p01", "p01.jpg", "JPEGImages/p01.jpg Annotations/p01.xml", "p01 -1".
    private static string Stem(string line)
    {
        var name = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return ImageFiles.IsImage(name) || name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(name) : name;
    }

    // Of the data set itself, or of one that lies a few folders further down.
    private static IEnumerable<string> Folders(string root, string set)
    {
        var own = Path.Combine(root, "ImageSets", set);
        if (Directory.Exists(own)) return [own];
        var lists = Path.Combine(root, "ImageSets");
        if (set == "Main" && Directory.Exists(lists) && ImageFiles.Subfolders(new DirectoryInfo(lists)).Count == 0) return [lists];
        var below = ImageFiles.Subfolders(new DirectoryInfo(root));
        return [.. below.Concat(below.SelectMany(ImageFiles.Subfolders)).Select(folder => Path.Combine(folder.FullName, "ImageSets", set))
            .Where(Directory.Exists)];
    }
}
