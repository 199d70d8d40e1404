namespace Graft.Data;

/// <summary>Folders that look like classes but have the names that parts of another layout have: images beside masks, or one split beside another.</summary>
internal static class FolderDoubts
{
    private static readonly string ForClasses = Flag.Task(TaskKind.Classify.Name()), ForObjects = Flag.Task(TaskKind.Detect.Name()),
        ForMasks = Flag.Task(TaskKind.Segment.Name());

    /// <summary>Null where nothing speaks against classes.</summary>
    public static LayoutDoubt? Of(string path)
    {
        var root = new DirectoryInfo(Path.GetFullPath(path));
        var folders = ImageFiles.Subfolders(root);
        var splits = FolderReader.SplitsAmong(folders);
        if (splits.Count == 0)
        {
            var named = folders.Where(folder => SplitNames.Begins(folder.Name, out _)).ToList();
            var parts = Parts(folders);
            var areSplits = named.DistinctBy(folder => SplitNames.Begins(folder.Name, out var split) ? split : "").Count() > 1;
            if (areSplits && !parts.Any(part => IsPart(part.Name, MaskFolders.MaskNames))) return OfSplits(path, root, named);
            List<DirectoryInfo> together = [.. parts, .. named.Where(folder => !parts.Contains(folder))];
            if (parts.Count > 0 && together.Count > 1) return OfParts(path, root, root, together);
            if (areSplits) return OfSplits(path, root, named);
        }
        foreach (var place in folders.Concat(splits.SelectMany(ImageFiles.Subfolders)))
            if (Parts(ImageFiles.Subfolders(place)) is { Count: > 1 } parts) return OfParts(path, root, place, parts);
        return splits.Count == 0 ? OfLevels(path, root, folders) : null;
    }

    private static List<DirectoryInfo> Parts(IEnumerable<DirectoryInfo> folders) =>
        [.. folders.Where(folder => IsPart(folder.Name, MaskFolders.ImageNames) || IsPart(folder.Name, MaskFolders.MaskNames))];

    // "masks", "Masks", "train_masks"; not "with_mask", which people call a class.
    private static bool IsPart(string name, IReadOnlyList<string> words)
    {
        if (words.Contains(name, StringComparer.OrdinalIgnoreCase)) return true;
        var end = name.IndexOfAny(['_', '-', ' ']);
        return end > 0 && SplitNames.Canonical(name[..end]) is not null && words.Contains(name[(end + 1)..], StringComparer.OrdinalIgnoreCase);
    }

    private static LayoutDoubt OfParts(string path, DirectoryInfo root, DirectoryInfo place, List<DirectoryInfo> parts)
    {
        var masks = parts.OrderByDescending(part => part.Name.Contains("mask", StringComparison.OrdinalIgnoreCase))
            .FirstOrDefault(part => IsPart(part.Name, MaskFolders.MaskNames)) ?? parts[1];
        var images = parts.First(part => part != masks);
        var isImages = ImageFiles.AllFiles(masks).Any(file => ImageFiles.IsImage(file.Name));
        return new($"'{path}' has the folders {Describe(root, images)} and {Describe(root, masks)}.",
            isImages ? "They can be two classes of images, or images and their masks."
                : $"They can be classes, or images and annotations, of which none could be read as {LayoutTable.ObjectNames}.",
            $"For classes give {ForClasses}. For masks give {ForMasks}; they must have the names of their images, in 'masks' beside 'images'."
                + (isImages ? "" : $" For objects give {ForObjects}, with annotations in one of these formats."))
        { MaskTrouble = Trouble(root, place, images, masks) };
    }

    private static string Trouble(DirectoryInfo root, DirectoryInfo place, DirectoryInfo images, DirectoryInfo masks)
    {
        var troubles = new List<string>();
        if (place != root && SplitNames.Canonical(place.Name) is null) troubles.Add($"They are expected in '{root.Name}' itself, or in its train and val.");
        if (!MaskFolders.ImageNames.Contains(images.Name, StringComparer.OrdinalIgnoreCase))
            troubles.Add($"A folder of images is called {string.Join(", ", MaskFolders.ImageNames)}, not '{images.Name}'.");
        if (!MaskFolders.MaskNames.Contains(masks.Name, StringComparer.OrdinalIgnoreCase))
            troubles.Add($"A folder of masks is called {string.Join(", ", MaskFolders.MaskNames)}, not '{masks.Name}'.");
        var masksName = ImageFiles.NameOf(root.FullName, masks.FullName);
        if (!ImageFiles.AllFiles(masks).Any(MaskFolders.IsMask)) troubles.Add($"There is no image in '{masksName}'.");
        else if (new MaskFolders(images.FullName, masks.FullName, null).ImagesWithMask() == 0)
            troubles.Add($"No file in '{masksName}' has the name of an image in '{ImageFiles.NameOf(root.FullName, images.FullName)}'.");
        return string.Join(' ', troubles);
    }

    private static LayoutDoubt OfSplits(string path, DirectoryInfo root, List<DirectoryInfo> splits)
    {
        const string Readings = "They can be classes of these names, or splits of a data set; splits for classification hold a folder of each class.";
        return new($"'{path}' has the folders {string.Join(" and ", splits.Select(split => Describe(root, split)))}.", Readings,
            $"If they are classes, give {ForClasses}. Otherwise put the images of every split into a folder of their class, "
                + $"and what has no class elsewhere; {ForObjects} and {ForMasks} need annotations or masks.")
        { MaskTrouble = $"Masks are files in 'masks', beside 'images'. {Readings}" };
    }

    // The same folders in two folders: those above are sets or sources, hardly classes. Images in one folder and folders in another: one of
    // them lies on another level than the classes.
    private static LayoutDoubt? OfLevels(string path, DirectoryInfo root, IReadOnlyList<DirectoryInfo> folders)
    {
        var below = folders.Select(folder => (Folder: folder, Inner: Inner(folder))).ToList();
        var nested = below.Where(pair => pair.Inner.Count > 1).ToList();
        foreach (var one in nested)
            foreach (var other in nested.Where(pair => string.CompareOrdinal(pair.Folder.Name, one.Folder.Name) > 0))
                if (one.Inner.Select(inner => inner.Name).Intersect(other.Inner.Select(inner => inner.Name), StringComparer.OrdinalIgnoreCase).Count() > 1)
                    return Doubt($"'{path}' has folders of the same names in '{one.Folder.Name}' and '{other.Folder.Name}': "
                        + $"{Words.List([.. one.Inner.Select(inner => inner.Name)], 5)}.",
                        $"The classes can be '{one.Folder.Name}' and '{other.Folder.Name}', or the folders in them.");
        var inside = nested.FirstOrDefault(pair => !ImageFiles.Files(pair.Folder).Any(file => ImageFiles.IsImage(file.Name)));
        var flat = below.FirstOrDefault(pair => ImageFiles.Files(pair.Folder).Any(file => ImageFiles.IsImage(file.Name)));
        return inside.Folder is null || flat.Folder is null ? null
            : Doubt($"'{path}' has images in the folder {Describe(root, flat.Folder)}, but only folders of images in {Describe(root, inside.Folder)}.",
                $"The classes can be these folders, or those in '{inside.Folder.Name}'.");

        LayoutDoubt Doubt(string seen, string readings) => new(seen, readings,
            $"If the folders in '{root.Name}' are the classes, give {ForClasses}. Otherwise give the folder that holds the classes, or call splits "
                + "train, val and test.");
    }

    // Folders with images in a folder; of one that holds a single folder and nothing else, as archives do, those in that one.
    private static List<DirectoryInfo> Inner(DirectoryInfo folder)
    {
        var inner = ImageFiles.Subfolders(folder).Where(HasImages).ToList();
        return inner.Count == 1 && !ImageFiles.Files(folder).Any(file => ImageFiles.IsImage(file.Name)) ? Inner(inner[0]) : inner;
    }

    private static bool HasImages(DirectoryInfo folder) => ImageFiles.AllFiles(folder).Any(file => ImageFiles.IsImage(file.Name));

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
