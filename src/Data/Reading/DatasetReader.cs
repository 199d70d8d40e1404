namespace Graft.Data;

/// <summary>Finds labelled images in the layouts people have: class folders, train/val/test folders, a CSV manifest.</summary>
public static class DatasetReader
{
    /// <summary>
    /// Reads <c>root/&lt;class&gt;/**.jpg</c>, <c>root/{train,val,test}/&lt;class&gt;/**.jpg</c> (also valid and validation), or a CSV
    /// file with the columns <c>file,label[,split][,group]</c> whose paths are relative to the CSV. Hidden files are ignored,
    /// files that are not images are counted and reported. No image is opened.
    /// </summary>
    /// <exception cref="GraftException">There is no such folder or file.</exception>
    /// <exception cref="ProblemsException">No image, a single class, a class unknown to train, bad lines: all at once.</exception>
    public static ImageDataset Read(string path, ReaderOptions? options = null)
    {
        options ??= new ReaderOptions();
        if (Directory.Exists(path)) return new FolderReader(Path.GetFullPath(path), options).Read();
        if (!File.Exists(path))
            throw Missing(path);
        if (IsManifest(path)) return new ManifestReader(Path.GetFullPath(path), options).Read();
        throw new GraftException($"'{path}' is a file, but not a CSV manifest.",
            "Expected a folder with one folder of images per class, or a .csv file with the columns file,label.",
            "Give the folder that holds the class folders.");
    }

    private static bool IsManifest(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt";

    /// <summary>The refusal of a path where nothing is, whatever the task.</summary>
    internal static GraftException Missing(string path) => new($"There is no folder or file '{path}'.",
        $"Expected a data set: a folder of images by class or a CSV file,label, annotations of {LayoutTable.ObjectNames}, or images/ and masks/.",
        Nearby(path));

    private static string Nearby(string path)
    {
        var full = Path.GetFullPath(path);
        for (var parent = Path.GetDirectoryName(full); parent is not null; parent = Path.GetDirectoryName(parent))
            if (Directory.Exists(parent))
                return $"'{parent}' exists; look there for the right name.";
        return "Check the path.";
    }
}
