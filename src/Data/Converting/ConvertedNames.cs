using Graft.Imaging;

namespace Graft.Data;

/// <summary>Where an image lies in its new place.</summary>
/// <param name="Folder">The folder of its split, from the data set's own with '/'.</param>
/// <param name="Name">Its path below that.</param>
internal sealed record ConvertedImage(string Folder, string Name)
{
    /// <summary>Its path from the data set's folder.</summary>
    public string Place => $"{Folder}/{Name}";

    /// <summary>True where it is not its own name below the usual folders, since the format has no place for that or another image has it.</summary>
    public bool IsRenamed { get; init; }

    /// <summary>The path of what belongs to it (a label file, a mask) in another folder with the same splits.</summary>
    public string Beside(string folder, string extension) => Path.ChangeExtension($"{folder}{Folder[Folder.Split('/')[0].Length..]}/{Name}", extension);
}

/// <summary>File names of images in their new place: the usual folders are stripped, and no two are the same.</summary>
internal static class ConvertedNames
{
    private static readonly HashSet<string> Default = new(StringComparer.OrdinalIgnoreCase)
    { "images", "JPEGImages", "train2017", "val2017", "test2017", "train2014", "val2014" };

    /// <summary>The place of each image, by its name.</summary>
    /// <param name="images">Name, file and split of each.</param>
    /// <param name="format">VOC has one folder for all splits, without folders below it; the others have one for each split.</param>
    public static IReadOnlyDictionary<string, ConvertedImage> Of(IReadOnlyList<(string Name, string Path, string? Split)> images, DatasetFormat format)
    {
        var (places, used) = (new Dictionary<string, ConvertedImage>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        var anySplit = images.Any(image => image.Split is not null);
        foreach (var (original, path, split) in images)
        {
            var (folder, name) = (FolderOf(split, anySplit, format), NameOf(original, path, format));
            // Label files drop the extension, so a.jpg and a.png would share one.
            var (number, stem) = (1, Path.ChangeExtension(name, null));
            var chosen = name;
            while (!used.Add($"{folder}/{Path.ChangeExtension(chosen, null)}")) chosen = $"{stem}_{++number}{Path.GetExtension(name)}";
            places[original] = new ConvertedImage(folder, chosen) { IsRenamed = chosen != string.Join('/', PartsOf(original)) };
        }
        return places;
    }

    /// <summary>As above, of a data set of objects.</summary>
    public static IReadOnlyDictionary<string, ConvertedImage> Of(ObjectDataset dataset, DatasetFormat format) =>
        Of([.. dataset.Samples.Select(sample => (sample.Name, sample.Path, sample.Split))], format);

    /// <summary>Copies a file as it is.</summary>
    public static void Copy(string from, string to)
    {
        try
        {
            AtomicFile.WriteBytes(to, FileContent.Bytes(from));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{from}' cannot be copied: {FileContent.WhyNot(failure)}.", "", "Check that it exists, and its permissions.", failure);
        }
    }

    /// <summary>Width and height as annotated or as the image's header says.</summary>
    public static (int Width, int Height) SizeOf(ObjectSample sample)
    {
        if (sample.Width > 0 && sample.Height > 0) return (sample.Width, sample.Height);
        var info = ImageFile.Inspect(sample.Path);
        return (info.Width, info.Height);
    }

    // Who reads a folder of images reads the folders in it too, so that images of no split must not lie above those of another.
    private static string FolderOf(string? split, bool anySplit, DatasetFormat format) => format switch
    {
        DatasetFormat.Voc => "JPEGImages",
        DatasetFormat.Coco => split is null ? "images" : $"images/{split}",
        _ => anySplit ? $"images/{split ?? SplitNames.Train}" : "images",
    };

    private static string NameOf(string original, string path, DatasetFormat format)
    {
        var name = string.Join(format == DatasetFormat.Voc ? "_" : "/", PartsOf(original).Select(Visible));
        if (format == DatasetFormat.Coco) return name;
        // Where no annotation names the image it is found by its extension.
        if (!ImageFiles.IsImage(name)) name += ExtensionOf(path);
        // VOC's lists of names end a name at a space, and begin a comment at '#'.
        return format == DatasetFormat.Voc ? string.Concat(name.Select(letter => EndsName(letter) ? '_' : letter)) : name;
    }

    private static IEnumerable<string> PartsOf(string original)
    {
        var parts = original.Split('/');
        return parts.Where((part, at) => at == parts.Length - 1 || !(Default.Contains(part) || SplitNames.Canonical(part) is not null || part == ".."));
    }

    private static bool EndsName(char letter) => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter == '#';

    private static string Visible(string part) => ImageFiles.IsHiddenName(part) ? "_" + part.TrimStart('.', '~') : part;

    private static string ExtensionOf(string path) => ImageFile.Inspect(path).Format switch
    {
        ImageFormat.Jpeg => ".jpg",
        var other => $".{other.ToString().ToLowerInvariant()}",
    };
}
