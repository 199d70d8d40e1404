namespace Graft.Data;

/// <summary>Finds the file of an image that an annotation names, in the places where people put images.</summary>
internal sealed class ImageLookup(string root, IReadOnlyList<string> folders, ImageIndex? index = null, string? split = null)
{
    private readonly string[] _folders = [.. folders.Distinct(StringComparer.Ordinal).Where(Directory.Exists)];
    private int _last;

    /// <summary>The full path; where no file is found, the path at which it was expected.</summary>
    public string Find(string name)
    {
        var local = name.Replace('\\', '/');
        for (var i = 0; i < _folders.Length; i++)
        {
            var at = (_last + i) % _folders.Length; // images of one file mostly lie together
            var path = Path.GetFullPath(Path.Combine(_folders[at], local));
            if (!File.Exists(path)) continue;
            _last = at;
            return path;
        }
        // Tools add folders of their own (images/Train/Data), or name a place on another machine.
        if (index?.Find(local, split: split) is { } elsewhere) return elsewhere;
        return Path.GetFullPath(Path.Combine(_folders.Length > 0 ? _folders[_last] : root, local));
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
}
