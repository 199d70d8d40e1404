using Graft.Faces;
using Graft.Networks;
using Graft.Runtime;
using Graft.Serving;

namespace Graft.ServingFaces;

/// <summary>The galleries of <c>graft serve</c> and the server program.</summary>
internal static class FacesHost
{
    /// <summary>Adds what was asked for.</summary>
    /// <exception cref="GraftException">A name is taken, or the descriptor is not on this machine.</exception>
    public static void Add(GraftServing graft, ServeSettings settings)
    {
        foreach (var (name, path) in settings.Galleries.Select(Named))
            graft.AddGallery(name, path, new FaceGalleryOptions { KeyFile = settings.GalleryKeys });
        if (settings.Descriptor is { } given) graft.UseFaceAnalyzer(new FaceAnalyzerOptions { Descriptor = PublishedFaces.FileOf(given) });
    }

    // A connection string has '=' of its own.
    private static (string Name, string Path) Named(string given) => !GalleryPlace.TryTake(given, out var name, out var address)
        ? ServeSettings.Named(given) : (name ?? GalleryPlace.Of(address).Label, address);
}
