namespace Graft.EndToEnd.Tests;

/// <summary>A few of the bundled photos as a data set of two classes.</summary>
internal static class Photos
{
    /// <summary>A folder with <c>photos/fish</c> and <c>photos/tool</c>.</summary>
    public static TestFolder TwoClasses(int photosPerClass)
    {
        var folder = new TestFolder();
        foreach (var name in new[] { "fish", "tool" })
        {
            Directory.CreateDirectory(folder[$"photos/{name}"]);
            foreach (var photo in Directory.GetFiles(Repository.At("samples", "photos", name)).Order().Take(photosPerClass))
                File.Copy(photo, folder[$"photos/{name}/{Path.GetFileName(photo)}"]);
        }
        return folder;
    }
}
