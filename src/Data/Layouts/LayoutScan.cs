namespace Graft.Data;

/// <summary>What lies below a folder: the name of every file, and what the annotation files among them are.</summary>
internal sealed class LayoutScan
{
    /// <summary>Files of one ending in one folder that are opened; where there are more, each stands for those behind it.</summary>
    private const int MaxOpened = 500;

    private readonly Lazy<ILookup<AnnotationKind, string>> _kinds;
    private readonly Lazy<HashSet<string>> _stems;
    private readonly Lazy<HashSet<string>> _folders;
    private readonly CancellationToken _cancellation;

    private LayoutScan(string root, CancellationToken cancellation)
    {
        (Root, _cancellation) = (root, cancellation);
        var (images, others) = (new List<string>(), new List<string>());
        foreach (var file in ImageFiles.AllFiles(new DirectoryInfo(root)))
        {
            cancellation.ThrowIfCancellationRequested();
            (ImageFiles.IsImage(file.Name) ? images : others).Add(ImageFiles.NameOf(root, file.FullName));
        }
        (Images, Others) = (images, others);
        _folders = new(() => [.. images.SelectMany(FoldersOf)]);
        _stems = new(() => images.Select(name => Path.GetFileNameWithoutExtension(name)).ToHashSet(NameLook.Exact));
        _kinds = new(Sniff);
    }

    /// <summary>The folder's full path.</summary>
    public string Root { get; }

    /// <summary>Image files by their ending, with their path from the root.</summary>
    public IReadOnlyList<string> Images { get; }

    /// <summary>All other files.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <param name="root">The folder.</param>
    /// <param name="cancellation">Stops between files.</param>
    public static LayoutScan Of(string root, CancellationToken cancellation = default) => new(Path.GetFullPath(root), cancellation);

    /// <summary>Files of a kind.</summary>
    public IReadOnlyList<string> Of(AnnotationKind kind) => [.. _kinds.Value[kind]];

    /// <summary>Whether images lie in a folder or below it.</summary>
    public bool HasImagesIn(string folder) => _folders.Value.Contains(folder);

    /// <summary>Whether an image has this name without its ending, anywhere.</summary>
    public bool HasImageNamed(string stem) => _stems.Value.Contains(stem);

    /// <summary>The full path of a file of the scan.</summary>
    public string PathOf(string name) => Path.Combine(Root, name.Replace('/', Path.DirectorySeparatorChar));

    private static IEnumerable<string> FoldersOf(string name)
    {
        for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1)) yield return name[..slash];
    }

    private ILookup<AnnotationKind, string> Sniff()
    {
        var found = new List<(AnnotationKind Kind, string Name)>();
        foreach (var group in Others.GroupBy(name => (Path.GetDirectoryName(name), Path.GetExtension(name).ToLowerInvariant())))
        {
            var step = Math.Max(1, group.Count() / MaxOpened);
            var kind = (AnnotationKind?)null;
            foreach (var (at, name) in group.Index())
            {
                _cancellation.ThrowIfCancellationRequested();
                if (at % step == 0 || kind is { } last && LayoutTable.IsWholeFile(last)) kind = AnnotationSniffer.KindOf(this, name);
                if (kind is { } known) found.Add((known, name));
            }
        }
        return found.ToLookup(pair => pair.Kind, pair => pair.Name);
    }
}
