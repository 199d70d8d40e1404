using Graft.Faces;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>Who the faces on images are, as <c>graft faces identify</c> says it.</summary>
internal sealed class IdentifyEndpoint(ServedFaces faces) : FaceEndpoint(faces, "POST", "/v1/galleries/{gallery}/identify", KeyScope.Faces)
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Asked => ["allow-twice"];

    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (name, gallery) = Gallery(http);
        var threshold = gallery.KnownThreshold() ?? throw CompareFacesEndpoint.NoThreshold();
        var allowTwice = Says(http.Request, "allow-twice");
        var images = await Look(http, service, caller).ConfigureAwait(false);
        await Exchange.Json(http, new IdentifyDto(name, threshold.Match, threshold.NoMatch, threshold.Evidence,
        [
            .. images.Select(image => new IdentifiedImageDto(image.Name, image.Failure?.Message,
                [.. NumberedAnswer.Of(image.Faces, ordered => gallery.Identify(ordered, threshold, allowTwice)).Select(IdentifiedFaceDto.Of)])),
        ])).ConfigureAwait(false);
    }
}
