namespace Graft;

/// <summary>The folder that <c>graft review NAME --export OUT</c> writes: images with a label, and others that wait for one.</summary>
internal static class ReviewedFolder
{
    /// <summary>Folders of images with a label, a folder for each class, and of those that wait for one; and the list of all.</summary>
    public const string Labelled = "labelled", ToLabel = "to-label", List = "images.json";

    /// <summary>The images with a label, where it is such a folder; otherwise the folder itself.</summary>
    /// <exception cref="GraftException">None has a label.</exception>
    public static string LabelledOf(string folder)
    {
        if (!File.Exists(Path.Combine(folder, List))) return folder;
        var labelled = Path.Combine(folder, Labelled);
        if (Directory.Exists(labelled)) return labelled;
        return !Directory.Exists(Path.Combine(folder, ToLabel)) ? folder
            : throw new GraftException($"No image in '{folder}' has a label.", $"Images in folders of their classes are expected in '{labelled}'.",
                $"Look at those in '{ToLabel}', and move them there.");
    }
}
