using Graft.Faces;
using Graft.Runtime;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>All galleries.</summary>
internal sealed class GalleriesEndpoint(ServedFaces faces) : FaceEndpoint(faces, "GET", "/v1/galleries", KeyScope.Faces)
{
    /// <inheritdoc/>
    protected override IEnumerable<ServedGallery> Asks(HttpContext http) => Served.Galleries;

    /// <inheritdoc/>
    public override Task Handle(HttpContext http, Service service, Caller caller) =>
        // A file that was taken away is still read; a database that does not answer tells nothing.
        Exchange.Json(http, new
        {
            Galleries = Served.Galleries.Select(one => GalleryPlace.IsAddress(one.Gallery.Path) ? ServedFaces.Present(one) : one)
                .Select(GalleryDocument.Of).ToList(),
        });
}

/// <summary>A gallery: how many people, and what its answers rest on.</summary>
internal sealed class GalleryEndpoint(ServedFaces faces) : FaceEndpoint(faces, "GET", "/v1/galleries/{gallery}", KeyScope.Faces)
{
    /// <inheritdoc/>
    public override Task Handle(HttpContext http, Service service, Caller caller) => Exchange.Json(http, GalleryDocument.Of(Gallery(http)));
}

/// <summary>A gallery as an answer tells of it.</summary>
/// <param name="Name">In addresses.</param>
/// <param name="Persons">That can be recognised.</param>
/// <param name="Samples">Their faces.</param>
/// <param name="Contract">What its descriptors are made by.</param>
/// <param name="Threshold">Below it a face is a match; null where there is none.</param>
/// <param name="Evidence">What that rests on.</param>
internal sealed record GalleryDocument(string Name, int Persons, int Samples, FaceContract Contract, double? Threshold, string Evidence)
{
    public static GalleryDocument Of(ServedGallery served)
    {
        var (name, gallery) = served;
        var threshold = gallery.KnownThreshold();
        return new(name, gallery.PersonCount, gallery.SampleCount, gallery.Contract, threshold?.Match, threshold?.Evidence ?? gallery.ThresholdEvidence);
    }
}
