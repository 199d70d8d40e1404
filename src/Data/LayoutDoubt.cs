namespace Graft.Data;

/// <summary>Folders that look like classes but have the names that parts of another layout have: images beside masks, or one split beside another.</summary>
/// <param name="Seen">What lies there.</param>
/// <param name="Readings">What it can be.</param>
/// <param name="Cure">What decides.</param>
/// <param name="MaskTrouble">Why it cannot be read as images and masks.</param>
internal sealed record LayoutDoubt(string Seen, string Readings, string Cure, string MaskTrouble)
{
    private static readonly string[] ImageParts = ["images", "image", "imgs", "img", "jpegimages"];
    private static readonly string[] MaskParts =
        ["masks", "mask", "segmentationclass", "labels", "label", "annotations", "annotation", "ground_truth", "groundtruth", "gt"];

    /// <summary>Null where nothing speaks against classes.</summary>
    public static LayoutDoubt? Of(string path)
    {
        var root = new DirectoryInfo(Path.GetFullPath(path));
        var folders = ImageFiles.Subfolders(root);
        var splits = FolderReader.SplitsAmong(folders);
        if (splits.Count == 0)
        {
            var named = folders.Where(folder => SplitNames.Canonical(folder.Name) is not null).ToList();
            var parts = Parts(folders);
            if (parts.Count > 0 && parts.Count + named.Count > 1) return OfParts(path, root, root, [.. parts, .. named]);
            if (named.DistinctBy(folder => SplitNames.Canonical(folder.Name)).Count() > 1) return OfSplits(path, root, named);
        }
        foreach (var place in folders.Concat(splits.SelectMany(ImageFiles.Subfolders)))
            if (Parts(ImageFiles.Subfolders(place)) is { Count: > 1 } parts) return OfParts(path, root, place, parts);
        return null;
    }

    /// <summary>The refusal to choose between the readings.</summary>
    public GraftException Refusal() => new(Seen, Readings, Cure);

    private static List<DirectoryInfo> Parts(IEnumerable<DirectoryInfo> folders) =>
        [.. folders.Where(folder => IsPart(folder.Name, ImageParts) || IsPart(folder.Name, MaskParts))];

    // "masks", "Masks", "train_masks"; not "with_mask", which people call a class.
    private static bool IsPart(string name, string[] words)
    {
        var word = name.ToLowerInvariant();
        if (words.Contains(word)) return true;
        var end = word.IndexOfAny(['_', '-', ' ']);
        return end > 0 && SplitNames.Canonical(word[..end]) is not null && words.Contains(word[(end + 1)..]);
    }

    private static LayoutDoubt OfParts(string path, DirectoryInfo root, DirectoryInfo place, List<DirectoryInfo> parts)
    {
        var masks = parts.OrderByDescending(part => part.Name.Contains("mask", StringComparison.OrdinalIgnoreCase))
            .FirstOrDefault(part => IsPart(part.Name, MaskParts)) ?? parts[1];
        var images = parts.First(part => part != masks);
        var isImages = ImageFiles.AllFiles(masks).Any(file => ImageFiles.IsImage(file.Name));
        return new($"'{path}' has the folders {Describe(root, images)} and {Describe(root, masks)}.",
            isImages ? "They can be two classes of images, or images and their masks."
                : "They can be classes, or images and annotations, of which none could be read as COCO, YOLO or VOC.",
            "For classes give --task classify. For masks give --task segment; they must be PNG files of class indices in 'masks', beside 'images'."
                + (isImages ? "" : " For objects give --task detect, with annotations in one of these formats."),
            Trouble(root, place, images, masks));
    }

    private static string Trouble(DirectoryInfo root, DirectoryInfo place, DirectoryInfo images, DirectoryInfo masks)
    {
        var troubles = new List<string>();
        if (place != root && SplitNames.Canonical(place.Name) is null) troubles.Add($"They are expected in '{root.Name}' itself, or in its train and val.");
        if (!MaskFolders.ImageNames.Contains(images.Name))
            troubles.Add($"A folder of images is called {string.Join(", ", MaskFolders.ImageNames)}, not '{images.Name}'.");
        if (!MaskFolders.MaskNames.Contains(masks.Name))
            troubles.Add($"A folder of masks is called {string.Join(", ", MaskFolders.MaskNames)}, not '{masks.Name}'.");
        if (!ImageFiles.AllFiles(masks).Any(MaskFolders.IsMask)) troubles.Add($"There is no PNG file in '{ImageFiles.NameOf(root.FullName, masks.FullName)}'.");
        return string.Join(' ', troubles);
    }

    private static LayoutDoubt OfSplits(string path, DirectoryInfo root, List<DirectoryInfo> splits)
    {
        const string Readings = "They can be classes of these names, or splits of a data set; splits for classification hold a folder of each class.";
        return new($"'{path}' has the folders {string.Join(" and ", splits.Select(split => Describe(root, split)))}.", Readings,
            "If they are classes, give --task classify. Otherwise put the images of every split into a folder of their class, "
                + "and what has no class elsewhere; --task detect and --task segment need annotations or masks.",
            $"Masks are PNG files in 'masks', beside 'images'. {Readings}");
    }

    // 'masks' (4 .gif), 'train' (20 .jpg in 2 folders).
    private static string Describe(DirectoryInfo root, DirectoryInfo folder)
    {
        var kinds = ImageFiles.AllFiles(folder).GroupBy(file => file.Extension.ToLowerInvariant()).OrderByDescending(kind => kind.Count())
            .Select(kind => $"{kind.Count()} {(kind.Key.Length > 0 ? kind.Key : "files without an ending")}").ToList();
        var below = ImageFiles.Subfolders(folder).Count;
        return $"'{ImageFiles.NameOf(root.FullName, folder.FullName)}' ({(kinds.Count > 0 ? Words.List(kinds, 3) : "empty")}"
            + $"{(below > 0 ? $" in {Words.Count(below, "folder")}" : "")})";
    }
}
