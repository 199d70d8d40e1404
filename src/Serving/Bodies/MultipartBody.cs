using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Graft.Serving;

/// <summary>Several images as a form sends files, read as they arrive.</summary>
internal sealed class MultipartBody(MediaTypeHeaderValue type) : ImageBody
{
    private const int LongestBoundary = 70; // RFC 2046
    private const int HeadersLimit = 16, HeaderBytes = 8 << 10;

    protected override async Task Read(HttpRequest request, Service service, List<ReceivedImage> images, CancellationToken cancellation)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary) throw ServingProblem.BadRequest("multipart/form-data has no proper boundary.");
        var limits = service.Limits;
        try
        {
            var reader = new MultipartReader(boundary, request.Body)
            {
                HeadersCountLimit = HeadersLimit,
                HeadersLengthLimit = HeaderBytes,
                BodyLengthLimit = null, // counted below, for all parts together
            };
            var left = limits.MaxBodyBytes;
            while (await reader.ReadNextSectionAsync(cancellation).ConfigureAwait(false) is { } section)
            {
                if (FileNameOf(section) is not var (given, field)) continue; // other fields of a form say nothing to a network
                if (images.Count == limits.MaxImages) throw ServingProblem.TooManyImages(limits.MaxImages);
                var image = new ReceivedImage(service.Bytes, NameOf(given, images.Count + 1)) { Field = field };
                images.Add(image);
                left -= await image.ReadFrom(section.Body, left, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or FormatException || (failure is IOException and not BadHttpRequestException))
        {
            throw ServingProblem.BadRequest("The multipart body is not proper, or ends early.");
        }
    }

    // The file's name, and that of its field; null where the part is no file.
    private static (string Name, string Field)? FileNameOf(MultipartSection section)
    {
        try
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return null;
            // An image may come without a file's name.
            var isTyped = section.ContentType is { } content && (content.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
                || content.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase));
            if (!disposition.IsFileDisposition() && !isTyped) return null;
            var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
            return (HeaderUtilities.RemoveQuotes(given).Value ?? "", HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "");
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException("The name of a file is not proper."); // an encoded name without anything in it, which the library does not expect
        }
    }
}
