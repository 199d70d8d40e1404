using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>The bytes of one image file.</summary>
internal sealed class RawBody : ImageBody
{
    protected override async Task Read(HttpRequest request, Service service, List<ReceivedImage> images, CancellationToken cancellation)
    {
        var image = new ReceivedImage(service.Bytes, NameOf(null, 1));
        images.Add(image);
        var length = await image.ReadFrom(request.Body, service.Limits.MaxBodyBytes, cancellation).ConfigureAwait(false);
        if (length == 0) throw ServingProblem.BadRequest("The body is empty. Send the bytes of an image: curl --data-binary @new.jpg ADDRESS");
    }
}
