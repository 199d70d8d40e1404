using Graft.Faces;
using Graft.Runtime;
using Graft.Serving;

namespace Graft.ServingFaces;

/// <summary>Serves faces and galleries of people.</summary>
public static class GraftFacesExtensions
{
    /// <summary>
    /// Serves a gallery: <c>/v1/galleries/NAME/identify</c>, <c>search</c> and <c>persons</c>, and <c>/v1/faces/detect</c>, <c>represent</c> and
    /// <c>compare</c>. It is opened when the host starts, which fails with a <see cref="GraftException"/> if it is refused.
    /// </summary>
    /// <param name="graft">What is served.</param>
    /// <param name="name">In addresses: letters, digits, '-', '_' and '.'.</param>
    /// <param name="path">The file, or with the package Graft.FacesPostgres the connection string of a database.</param>
    /// <param name="options">Where its keys are, and how it decides.</param>
    /// <exception cref="GraftException">The name is taken, or cannot stand in an address.</exception>
    public static GraftServing AddGallery(this GraftServing graft, string name, string path, FaceGalleryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graft);
        if (!ServedModels.IsName(name))
            throw new GraftException(
                $"A gallery cannot be called '{name}'.", "Up to 64 letters, digits, '-', '_' and '.' are expected.", "Give it as NAME=FILE.");
        if (!Of(graft).Named.TryAdd(name, (GalleryPlace.IsAddress(path) ? path : Path.GetFullPath(path), options ?? new())))
            throw new GraftException($"Two galleries are called '{name}'.", "Every gallery has a name of its own.", "Give one as NAME=FILE.");
        return graft;
    }

    /// <summary>How faces are found and described; as <see cref="FaceAnalyzerOptions"/> says by default.</summary>
    /// <param name="graft">What is served.</param>
    /// <param name="options">The threads are the service's own, and so are the limits of images.</param>
    public static GraftServing UseFaceAnalyzer(this GraftServing graft, FaceAnalyzerOptions options)
    {
        ArgumentNullException.ThrowIfNull(graft);
        ArgumentNullException.ThrowIfNull(options);
        Of(graft).Options = options;
        return graft;
    }

    private static ServedFaces Of(GraftServing graft)
    {
        if (graft.Extensions.OfType<ServedFaces>().FirstOrDefault() is { } known) return known;
        var made = new ServedFaces();
        graft.Extensions.Add(made);
        return made;
    }
}
