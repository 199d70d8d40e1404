using Graft.Faces;
using Graft.Runtime;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>Whether the largest faces of two images are of one person, as <c>graft faces verify</c> says it.</summary>
internal sealed class CompareFacesEndpoint(ServedFaces faces) : FaceEndpoint(faces, "POST", "/v1/faces/compare", KeyScope.Faces)
{
    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var images = await Look(http, service, caller).ConfigureAwait(false);
        await Exchange.Json(http, Compare(Served, images, service.Limits)).ConfigureAwait(false);
    }

    /// <exception cref="ServingProblem">400, 409 or 422.</exception>
    public static VerifyDto Compare(ServedFaces faces, IReadOnlyList<SeenImage> images, ServingLimits limits)
    {
        if (images.Count != 2) throw ServingProblem.BadRequest("Two images are expected, as multipart/form-data.");
        if (images.FirstOrDefault(image => image.Failure is not null) is { } unread) throw PredictEndpoint.RefusalOf(unread.Failure!, limits);
        var threshold = GalleryThreshold.AuthorsSetting(faces.Contract) ?? throw NoThreshold();
        var (first, second) = (images[0], images[1]);
        return FaceComparison.Of(faces.Contract, (first.Name, first.Faces), (second.Name, second.Faces), threshold);
    }

    /// <summary>Nobody can decide.</summary>
    public static ServingProblem NoThreshold() =>
        new(409, "no-threshold", "There is no threshold: the author of the descriptor has set none, and nobody has measured one for this.");
}
