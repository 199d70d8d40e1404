namespace Graft.Data;

/// <summary>A folder of pictures with its folder of masks, on one side or on none.</summary>
internal sealed record MaskFolders(string Pictures, string Masks, string? Side)
{
    private static readonly string[] PictureNames = ["images", "image", "img", "JPEGImages"];
    private static readonly string[] MaskNames = ["masks", "mask", "SegmentationClass", "annotations", "labels"];

    /// <summary>The pairs below a root, train first; empty when there are none.</summary>
    public static IReadOnlyList<MaskFolders> Find(string root)
    {
        var pairs = new List<MaskFolders>();
        if (Pair(root) is { } whole)
        {
            foreach (var side in PictureFiles.Subfolders(new DirectoryInfo(whole.Pictures)).Where(side => SplitNames.Canonical(side.Name) is not null))
                if (Directory.Exists(Path.Combine(whole.Masks, side.Name)))
                    pairs.Add(new MaskFolders(side.FullName, Path.Combine(whole.Masks, side.Name), SplitNames.Canonical(side.Name)));
            if (pairs.Count == 0) pairs.Add(whole);
        }
        else
            foreach (var side in PictureFiles.Subfolders(new DirectoryInfo(root)).Where(side => SplitNames.Canonical(side.Name) is not null))
                if (Pair(side.FullName) is { } pair) pairs.Add(pair with { Side = SplitNames.Canonical(side.Name) });
        return [.. pairs.Where(pair => PictureFiles.AllFiles(new DirectoryInfo(pair.Masks)).Any(IsMask))
            .OrderBy(pair => pair.Side == SplitNames.Train ? "" : pair.Side)];
    }

    /// <summary>The file of a picture's mask; where there is none, the one that is missing.</summary>
    public string MaskOf(string picture)
    {
        var stem = Path.GetFileNameWithoutExtension(picture);
        var below = Path.GetDirectoryName(Path.GetRelativePath(Pictures, picture))!;
        string[] places = [.. new[] { ".png", "_mask.png", ".PNG" }.Select(ending => Path.Combine(Masks, below, stem + ending))];
        return places.FirstOrDefault(File.Exists) ?? places[0];
    }

    public static bool IsMask(FileInfo file) => file.Extension.Equals(".png", StringComparison.OrdinalIgnoreCase);

    private static MaskFolders? Pair(string root)
    {
        var pictures = PictureNames.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        var masks = MaskNames.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        return pictures is null || masks is null ? null : new MaskFolders(pictures, masks, null);
    }
}
