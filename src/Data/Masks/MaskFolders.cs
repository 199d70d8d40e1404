namespace Graft.Data;

/// <summary>A folder of images with its folder of masks, in one split or on none.</summary>
internal sealed record MaskFolders(string Images, string Masks, string? Split)
{
    /// <summary>What a folder of images is called.</summary>
    public static IReadOnlyList<string> ImageNames { get; } = ["images", "image", "img", "JPEGImages"];

    /// <summary>What a folder of masks is called.</summary>
    public static IReadOnlyList<string> MaskNames { get; } = ["masks", "mask", "SegmentationClass", "annotations", "labels"];

    /// <summary>The pairs below a root, train first; empty when there are none.</summary>
    public static IReadOnlyList<MaskFolders> Find(string root)
    {
        var pairs = new List<MaskFolders>();
        if (Pair(root) is { } whole)
        {
            foreach (var split in ImageFiles.Subfolders(new DirectoryInfo(whole.Images)).Where(split => SplitNames.Canonical(split.Name) is not null))
                if (Directory.Exists(Path.Combine(whole.Masks, split.Name)))
                    pairs.Add(new MaskFolders(split.FullName, Path.Combine(whole.Masks, split.Name), SplitNames.Canonical(split.Name)));
            if (pairs.Count == 0) pairs.Add(whole);
        }
        else
            foreach (var split in ImageFiles.Subfolders(new DirectoryInfo(root)).Where(split => SplitNames.Canonical(split.Name) is not null))
                if (Pair(split.FullName) is { } pair) pairs.Add(pair with { Split = SplitNames.Canonical(split.Name) });
        return [.. pairs.Where(pair => ImageFiles.AllFiles(new DirectoryInfo(pair.Masks)).Any(IsMask))
            .OrderBy(pair => pair.Split == SplitNames.Train ? "" : pair.Split)];
    }

    /// <summary>The file of an image's mask; where there is none, the one that is missing.</summary>
    public string MaskOf(string image)
    {
        var stem = Path.GetFileNameWithoutExtension(image);
        var below = Path.GetDirectoryName(Path.GetRelativePath(Images, image))!;
        string[] places = [.. new[] { ".png", "_mask.png", ".PNG" }.Select(ending => Path.Combine(Masks, below, stem + ending))];
        return places.FirstOrDefault(File.Exists) ?? places[0];
    }

    public static bool IsMask(FileInfo file) => file.Extension.Equals(".png", StringComparison.OrdinalIgnoreCase);

    private static MaskFolders? Pair(string root)
    {
        var images = ImageNames.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        var masks = MaskNames.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        return images is null || masks is null ? null : new MaskFolders(images, masks, null);
    }
}
