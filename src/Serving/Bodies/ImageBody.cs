using Graft.Runtime;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Graft.Serving;

/// <summary>A body that holds images: the bytes of one file, or multipart. Nothing touches the disk.</summary>
internal abstract class ImageBody
{
    private const int LongestName = 200;

    /// <summary>How a request's body is read.</summary>
    /// <exception cref="ServingProblem">415: neither an image nor multipart.</exception>
    public static ImageBody Of(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType)) return new RawBody();
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) throw Unsupported();
        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return new MultipartBody(type);
        // What curl --data-binary says without being asked is not looked at: the content is.
        var isRaw = type.Type.Equals("image", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        return isRaw ? new RawBody() : throw Unsupported();
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="ServingProblem">400, 413 or 429.</exception>
    public async Task<ReceivedImages> Read(HttpContext http, Service service, CancellationToken cancellation)
    {
        List<ReceivedImage> images = [];
        try
        {
            await Read(http.Request, service, images, cancellation).ConfigureAwait(false);
            if (images.Count == 0) throw ServingProblem.BadRequest("There is no image in the body.");
            return new ReceivedImages(images);
        }
        catch (Exception failure)
        {
            foreach (var image in images) image.Dispose();
            if (failure is ServingRefusal refusal) throw ServingProblem.Of(refusal, service.Limits);
            throw;
        }
    }

    /// <summary>Adds every image at once, so that it is given back whatever happens.</summary>
    protected abstract Task Read(HttpRequest request, Service service, List<ReceivedImage> images, CancellationToken cancellation);

    /// <summary>The last part of a client's path, without what could disturb a terminal.</summary>
    protected static string NameOf(string? given, int number)
    {
        var name = (given ?? "").Split('/', '\\')[^1];
        name = new string([.. name.Where(c => !char.IsControl(c)).Take(LongestName)]);
        return name.Length > 0 ? name : number == 1 ? "image" : $"image {number}";
    }

    private static ServingProblem Unsupported() => new(415, "not-an-image", "The body is neither an image nor multipart/form-data.");
}
