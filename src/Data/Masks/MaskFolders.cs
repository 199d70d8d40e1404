namespace Graft.Data;

/// <summary>A folder of images with its folder of masks, in one split or on none.</summary>
internal sealed record MaskFolders(string Images, string Masks, string? Split)
{
    /// <summary>What a folder of images is called; capitals do not matter.</summary>
    public static IReadOnlyList<string> ImageNames { get; } = ["images", "image", "imgs", "img", "JPEGImages", "original", "originals"];

    /// <summary>What a folder of masks is called; capitals do not matter.</summary>
    public static IReadOnlyList<string> MaskNames { get; } =
        ["masks", "mask", "SegmentationClass", "annotations", "annotation", "labels", "label", "ground_truth", "groundtruth", "gt", "gts",
            "segmentation", "segmentations", "segmented"];

    // What programs and people put behind the image's name, or write instead of a word in it.
    private static readonly string[] Endings = ["", "_mask", "_masks", "-mask", "_label", "_labels", "_L", "_gt", "_seg", "_segmentation"];
    private static readonly string[] ImageWords = ["image", "img", "sat"], MaskWords = ["mask", "label", "gt"];

    private Dictionary<string, string>? _byStem;
    private AlikeNames? _masks, _images;

    /// <summary>The pairs below a root, train first; empty when there are none.</summary>
    public static IReadOnlyList<MaskFolders> Find(string root)
    {
        var folder = new DirectoryInfo(root);
        var pairs = new List<MaskFolders>();
        if (Pair(folder) is { } whole)
        {
            foreach (var split in ImageFiles.Subfolders(new DirectoryInfo(whole.Images)).Where(split => SplitNames.Canonical(split.Name) is not null))
                if (Directory.Exists(Path.Combine(whole.Masks, split.Name)))
                    pairs.Add(new MaskFolders(split.FullName, Path.Combine(whole.Masks, split.Name), SplitNames.Canonical(split.Name)));
            if (pairs.Count == 0) pairs.Add(whole);
        }
        else
        {
            foreach (var split in ImageFiles.Subfolders(folder).Where(split => SplitNames.Canonical(split.Name) is not null))
                if (Pair(split) is { } pair) pairs.Add(pair with { Split = SplitNames.Canonical(split.Name) });
            if (pairs.Count == 0) pairs.AddRange(Siblings(folder).Where(pair => pair.ImagesWithMask() > 0));
        }
        return [.. pairs.Where(pair => pair.IsPair()).OrderBy(pair => pair.Split == SplitNames.Train ? "" : pair.Split)];
    }

    /// <summary>The file of an image's mask; where there is none, the one that is missing.</summary>
    public string MaskOf(string image)
    {
        var stem = Path.GetFileNameWithoutExtension(image);
        var below = Path.GetDirectoryName(Path.GetRelativePath(Images, image))!;
        _byStem ??= MasksByStem();
        var names = Candidates(stem).Select(name => Path.Combine(below, name)).ToList();
        return names.Select(name => _byStem.GetValueOrDefault(name)).FirstOrDefault(path => path is not null)
            ?? Alike(Path.Combine(below, stem), names) ?? Path.Combine(Masks, below, stem + ".png");
    }

    // The only mask of a name that looks the same, where no other image looks so.
    private string? Alike(string image, IReadOnlyList<string> names)
    {
        _masks ??= new AlikeNames(_byStem!.Keys);
        _images ??= new AlikeNames(ImageFiles.AllFiles(new DirectoryInfo(Images))
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(Images, file.FullName), null)));
        return _images.IsAlone(image) ? names.Select(_masks.Find).OfType<string>().Select(name => _byStem![name]).FirstOrDefault() : null;
    }

    /// <summary>By its ending; whether its pixels can be classes is for the examination.</summary>
    public static bool IsMask(FileInfo file) => ImageFiles.IsImage(file.Name);

    /// <summary>By its name: <c>masks</c>, <c>train_masks</c>.</summary>
    public static bool IsOfMasks(string folder) =>
        MaskNames.Any(name => folder.Equals(name, StringComparison.OrdinalIgnoreCase) || EndsWithWord(folder, name));

    /// <summary>How many of the first images have a mask.</summary>
    public int ImagesWithMask() => ImageFiles.AllFiles(new DirectoryInfo(Images)).Where(file => ImageFiles.IsImage(file.Name)).Take(200)
        .Count(file => File.Exists(MaskOf(file.FullName)));

    /// <summary>Refuses masks in a format that changes values, before each of them is refused by itself.</summary>
    /// <exception cref="GraftException">There are some.</exception>
    public void RequireKeptValues()
    {
        var masks = ImageFiles.AllFiles(new DirectoryInfo(Images)).Where(file => ImageFiles.IsImage(file.Name)).Select(file => MaskOf(file.FullName))
            .Where(mask => Path.GetExtension(mask).ToLowerInvariant() is ".jpg" or ".jpeg" or ".jpe" or ".jfif").ToList();
        if (masks.Count > 0)
            throw new GraftException($"{Words.Count(masks.Count, "mask is a JPEG file", "masks are JPEG files")}, such as '{masks[0]}'.",
                "JPEG changes the values of pixels, so that other classes appear at every edge.", "Save the masks as PNG, from the program that drew them.");
    }

    // A PNG file in a folder of this name is one even where its image is missing.
    private bool IsPair() => ImageFiles.AllFiles(new DirectoryInfo(Masks)).Any(file => file.Extension.Equals(".png", StringComparison.OrdinalIgnoreCase))
        || ImagesWithMask() > 0;

    private Dictionary<string, string> MasksByStem()
    {
        var byStem = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in ImageFiles.AllFiles(new DirectoryInfo(Masks)).Where(IsMask).Select(file => file.FullName))
        {
            var stem = Path.ChangeExtension(Path.GetRelativePath(Masks, file), null);
            // Beside a copy in another format, PNG has the values.
            if (!byStem.TryAdd(stem, file) && file.EndsWith(".png", StringComparison.OrdinalIgnoreCase)) byStem[stem] = file;
        }
        return byStem;
    }

    /// <summary>Names of images that a name can be the mask of, without the name itself.</summary>
    public static IEnumerable<string> StemsOf(string mask) => Endings.Where(ending => ending.Length > 0 && mask.EndsWith(ending, StringComparison.Ordinal))
        .Select(ending => mask[..^ending.Length]);

    private static IEnumerable<string> Candidates(string stem) => Endings.Select(ending => stem + ending)
        .Concat(ImageWords.Where(word => stem.Contains(word, StringComparison.Ordinal))
            .SelectMany(word => MaskWords.Select(mask => stem.Replace(word, mask, StringComparison.Ordinal))));

    private static MaskFolders? Pair(DirectoryInfo root)
    {
        var folders = ImageFiles.Subfolders(root);
        return Named(folders, ImageNames) is { } images && Named(folders, MaskNames) is { } masks ? new MaskFolders(images, masks, null) : null;
    }

    // "train" and "train_masks", "train_images" and "train_labels".
    private static IEnumerable<MaskFolders> Siblings(DirectoryInfo root)
    {
        var folders = ImageFiles.Subfolders(root);
        foreach (var masks in folders)
            if (MaskNames.FirstOrDefault(name => EndsWithWord(masks.Name, name)) is { } ending)
            {
                var start = masks.Name[..^ending.Length].TrimEnd('_', '-', ' ');
                var images = folders.FirstOrDefault(folder => folder.Name.Equals(start, StringComparison.OrdinalIgnoreCase)
                    || ImageNames.Any(name => EndsWithWord(folder.Name, name)
                        && folder.Name[..^name.Length].TrimEnd('_', '-', ' ').Equals(start, StringComparison.OrdinalIgnoreCase)));
                if (images is not null) yield return new MaskFolders(images.FullName, masks.FullName, SplitNames.Canonical(start));
            }
    }

    private static bool EndsWithWord(string name, string word) => name.Length > word.Length + 1
        && name.EndsWith(word, StringComparison.OrdinalIgnoreCase) && name[^(word.Length + 1)] is '_' or '-' or ' ';

    private static string? Named(IReadOnlyList<DirectoryInfo> folders, IReadOnlyList<string> names) =>
        names.Select(name => folders.FirstOrDefault(folder => folder.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(folder => folder is not null)?.FullName;
}
