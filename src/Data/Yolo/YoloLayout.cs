namespace Graft.Data;

/// <summary>Where the images of a YOLO data set lie, by split, and what its classes are called.</summary>
/// <param name="Root">The data set's folder.</param>
/// <param name="Sources">Folders of images, or text files that list them, with their splits.</param>
/// <param name="Names">Class names; empty when no file has them.</param>
/// <param name="Evidence">What it was recognised by.</param>
internal sealed record YoloLayout(string Root, IReadOnlyList<YoloSource> Sources, IReadOnlyList<string> Names, string Evidence)
{
    private static readonly string[] ImageFolders = ["images", "image", "imgs", "img", "JPEGImages", "Images"];
    private static readonly string[] LabelFolders = ["labels", "label", "Labels", "annotations", "Annotations"];

    /// <summary>How many key points lie behind each box and how many numbers each has (<c>kpt_shape</c>); null where no file says so.</summary>
    public YoloKeyPoints? KeyPoints { get; init; }

    /// <summary>What the description or the lists name and is not there, as warnings; errors where nothing is left of them.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Null when the folder is none.</summary>
    /// <exception cref="GraftException">A description names a folder that does not exist, or several descriptions disagree.</exception>
    public static YoloLayout? Find(string path, CancellationToken cancellation = default) =>
        File.Exists(path) ? YoloDescription.Read(path) : YoloFolders.Find(LayoutScan.Of(path, cancellation));

    /// <summary>
    /// The label file of an image: a folder <c>images</c> becomes <c>labels</c> in its path, and where there is none, it lies beside the image. The
    /// first is named where neither exists.
    /// </summary>
    public static string LabelOf(string image)
    {
        var beside = Path.ChangeExtension(image, ".txt");
        var parts = beside.Split(Path.DirectorySeparatorChar);
        var first = (string?)null;
        for (var at = parts.Length - 2; at >= 0; at--)
            if (ImageFolders.Contains(parts[at]))
                foreach (var labels in LabelFolders)
                {
                    var path = string.Join(Path.DirectorySeparatorChar, [.. parts[..at], labels, .. parts[(at + 1)..]]);
                    if (Labelled(path, image) is { } found) return found;
                    first ??= path;
                }
        return Labelled(beside, image) ?? first ?? beside;
    }

    // A file whose name only looks the same is another image's where there is one of that name.
    private static string? Labelled(string path, string image)
    {
        if (NameLook.Existing(path) is not { } found) return null;
        var (name, own) = (Path.GetFileNameWithoutExtension(found), Path.GetFileNameWithoutExtension(image));
        return name == own || !ImageFiles.Files(new DirectoryInfo(Path.GetDirectoryName(image)!))
            .Any(file => ImageFiles.IsImage(file.Name) && Path.GetFileNameWithoutExtension(file.Name) == name) ? found : null;
    }

    /// <summary>Images of all splits.</summary>
    public IEnumerable<(string Path, string? Split)> Images() => Sources.SelectMany(source => source.Images);

    /// <summary>True when the first labels that are there are polygons.</summary>
    public bool HasPolygons() => KeyPoints is null && Images().Select(image => LabelOf(image.Path)).Where(FileContent.IsThere).Take(50)
        .SelectMany(File.ReadLines).FirstOrDefault(line => line.Trim().Length > 0) is
    { } line && line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > 6;
}

/// <summary>Images of a split, and the folder or list that names them.</summary>
internal sealed record YoloSource(string Path, IReadOnlyList<(string Path, string? Split)> Images);
