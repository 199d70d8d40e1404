namespace Graft.Cli;

/// <summary>Finds the photos that come with the program.</summary>
internal static class BundledPhotos
{
    /// <summary>The folder <c>samples/photos</c> beside the program or in the nearest folder above that has it (the repository's).</summary>
    /// <exception cref="GraftException">It is nowhere.</exception>
    public static string Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (Path.Combine(folder.FullName, "samples", "photos") is var photos && Directory.Exists(photos))
                    return photos;
            throw new GraftException("The bundled photos are not here.",
                $"They were expected in samples/photos beside the program or above {AppContext.BaseDirectory}.",
                "Restore them from the repository, or give a folder of your own: graft demo --photos FOLDER.");
        }
    }
}
