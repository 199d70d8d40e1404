namespace Graft.Data;

/// <summary>Images that the camera turned (EXIF), of which nobody can tell whether they were annotated upright or as they are stored.</summary>
internal static class TurnedImages
{
    private const int MaxExamples = 20;

    /// <summary>What to look at; null where there are none.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="names">The images that are turned and have boxes, polygons or a mask.</param>
    public static Problem? Warning(string root, IReadOnlyCollection<string> names) => names.Count == 0 ? null
        : new Problem(root, $"{Words.Count(names.Count, "annotated image is", "annotated images are")} turned by the camera's orientation (EXIF), and "
            + $"{(names.Count == 1 ? "its annotation is" : "their annotations are")} taken for that of the upright image: {Words.List(names, MaxExamples)}.",
            "Look at some with what is annotated: programs that pass over the orientation annotate the image as it is stored.", IsWarning: true);
}
