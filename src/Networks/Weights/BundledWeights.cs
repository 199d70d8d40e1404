namespace Graft.Networks;

/// <summary>Finds the weight files that come with the program.</summary>
internal static class BundledWeights
{
    /// <summary>The file in <c>weights/</c> beside the program, or in the nearest folder above that has it (the repository's); null if nowhere.</summary>
    public static string? Find(string fileName, string? start = null)
    {
        for (var folder = new DirectoryInfo(start ?? AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "weights", fileName);
            if (File.Exists(file)) return file;
        }
        return null;
    }
}
