namespace Graft.Data;

/// <summary>Finds the file of an image that an annotation names, in the places where people put images.</summary>
internal sealed class ImageLookup(string root, IReadOnlyList<string> folders, ImageIndex index, string? split)
{
    private readonly string[] _folders = [.. folders.Distinct(StringComparer.Ordinal).Where(Directory.Exists)];
    private readonly Dictionary<string, ILookup<string, string>> _stems = new(StringComparer.Ordinal);
    private int _last;

    /// <summary>The full path; where no file is found, the path at which it was expected.</summary>
    public string Find(string name)
    {
        var local = name.Replace('\\', '/');
        for (var i = 0; i < _folders.Length; i++)
        {
            var at = (_last + i) % _folders.Length; // images of one file mostly lie together
            var path = ImageFiles.PathOf(_folders[at], local);
            if (!File.Exists(path)) continue;
            _last = at;
            return path;
        }
        // Tools add folders of their own (images/Train/Data), or name a place on another machine.
        if (index.Find(local, split: split) is { } elsewhere) return elsewhere;
        return ImageFiles.PathOf(_folders.Length > 0 ? _folders[_last] : root, local);
    }

    /// <summary>
    /// The image of that name but for capitals and the ending, which renaming and converting programs change; null where none or more than one could be
    /// meant.
    /// </summary>
    public string? FindLoosely(string name)
    {
        var local = name.Replace('\\', '/');
        foreach (var folder in _folders)
        {
            var parent = Path.GetDirectoryName(ImageFiles.PathOf(folder, local));
            if (parent is null || !Directory.Exists(parent)) continue;
            var file = Path.GetFileName(local);
            var found = StemsIn(parent)[Stem(file)].ToList();
            if (found.Count > 1) found = [.. found.Where(path => NameLook.Loose.Equals(Path.GetFileName(path), file))];
            if (found.Count == 1) return found[0];
        }
        return null;
    }

    /// <summary>The usual folders of a split, nearest first.</summary>
    public static IReadOnlyList<string> Candidates(string root, string beside, string? split)
    {
        string[] parts = split switch
        {
            null => [""],
            SplitNames.Train => ["train", "training", "train2017", "train2014", ""],
            SplitNames.Validation => ["val", "valid", "validation", "val2017", "val2014", ""],
            _ => ["test", "testing", "test2017", ""],
        };
        return [.. parts.SelectMany(part => new[] { Path.Combine(root, "images", part), Path.Combine(root, part, "images"), Path.Combine(root, part) }),
            Path.Combine(root, "JPEGImages"), beside, root];
    }

    private ILookup<string, string> StemsIn(string folder)
    {
        if (_stems.TryGetValue(folder, out var known)) return known;
        return _stems[folder] = ImageFiles.Files(new DirectoryInfo(folder)).Where(file => ImageFiles.IsImage(file.Name))
            .ToLookup(file => Stem(file.Name), file => file.FullName, NameLook.Loose);
    }

    // A dot may belong to the name: only endings of images are taken off.
    private static string Stem(string name) => ImageFiles.IsImage(name) ? Path.GetFileNameWithoutExtension(name) : name;
}

/// <summary>Names of images in annotations that fit a file but for capitals or the ending: accepted, counted and told.</summary>
internal sealed class LooseNames
{
    private readonly List<string> _names = [];

    /// <summary>The file of that name, the only one that can be meant, or where it was expected.</summary>
    public string Find(ImageLookup lookup, string name)
    {
        var path = lookup.Find(name);
        var isThere = File.Exists(path);
        if (isThere && Path.GetFileName(path) == Path.GetFileName(name.Replace('\\', '/'))) return path;
        if ((isThere ? path : lookup.FindLoosely(name)) is not { } other) return path;
        _names.Add($"'{name}' is {Path.GetFileName(other)}");
        return other;
    }

    /// <summary>Says how many there were.</summary>
    public void Warn(string root, FindingList findings)
    {
        if (_names.Count > 0)
            findings.Warning(root, $"{Words.Count(_names.Count, "annotation names an image", "annotations name images")} with other capitals, "
                + $"another ending or other characters for the same letters than the file has: {Words.List(_names)}.",
                "Nothing to do if these are the images that were annotated.");
    }
}
