using Graft.Faces;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>
/// Where faces are and how well each can be recognised, as <c>graft faces detect</c> and <c>represent</c> say it; descriptors only to a key that may.
/// </summary>
internal sealed class FindFacesEndpoint(ServedFaces faces, string verb, KeyScope scope) : FaceEndpoint(faces, "POST", $"/v1/faces/{verb}", scope)
{
    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var images = await Look(http, service, caller).ConfigureAwait(false);
        var withDescriptors = Scope == KeyScope.Descriptors;
        await Exchange.Json(http, new FacesDto(Served.Contract, [.. images.Select(image => new FaceImageDto(image.Name,
            [.. image.Faces.Select(face => FaceDto.Of(face, withDescriptors, withLandmarks: !withDescriptors))])
        {
            Error = image.Failure?.Message,
        })])).ConfigureAwait(false);
    }
}
