using System.Text.Json;
using Graft.Faces;
using Graft.Runtime;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>
/// The persons of a gallery within the threshold of the largest face of an image, or of a descriptor, nearest first; nobody is an empty list. With
/// <c>?all=true</c> the nearest whatever their distance.
/// </summary>
internal sealed class SearchEndpoint(ServedFaces faces) : FaceEndpoint(faces, "POST", "/v1/galleries/{gallery}/search", KeyScope.Faces)
{
    private const int LongestJson = 64 << 10;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Asked => ["count", "all"];

    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (name, gallery) = Gallery(http);
        var (count, all) = (Count(http.Request, "count", 10), Says(http.Request, "all"));
        var threshold = gallery.KnownThreshold();
        var limit = all ? double.PositiveInfinity : threshold?.NoMatch ?? throw CompareFacesEndpoint.NoThreshold();
        var isJson = http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
        var (descriptor, found) = isJson ? (await Given(http, service, caller, gallery).ConfigureAwait(false), (int?)null)
            : await Seen(http, service, caller).ConfigureAwait(false);
        var matches = gallery.Search(descriptor.Span, count).Where(match => match.Distance < limit).ToList();
        await Exchange.Json(http, SearchDto.Of(gallery, name, matches, threshold, withSources: false) with { FacesFound = found })
            .ConfigureAwait(false);
    }

    private async Task<(ReadOnlyMemory<float> Descriptor, int? Found)> Seen(HttpContext http, Service service, Caller caller)
    {
        var (face, found) = await LookAtOne(http, service, caller).ConfigureAwait(false);
        return (face.Descriptor, found);
    }

    private async Task<ReadOnlyMemory<float>> Given(HttpContext http, Service service, Caller caller, FaceGallery gallery)
    {
        using var work = Work.Begin(http, service, caller, Served.Name);
        using var body = new ReceivedImage(service.Bytes, "body");
        await work.Read(cancellation => body.ReadFrom(http.Request.Body, LongestJson, cancellation)).ConfigureAwait(false);
        GivenDescriptor? given;
        try
        {
            given = JsonSerializer.Deserialize<GivenDescriptor>(body.Bytes.Span, Json.Options);
        }
        catch (JsonException)
        {
            given = null;
        }
        if (given is not { Descriptor: { } values, Contract: { } contract })
            throw ServingProblem.BadRequest("""The body is not {"descriptor":[...],"contract":"..."}.""");
        if (contract != gallery.Contract.Hash)
            throw new ServingProblem(409, "other-contract",
                $"The gallery holds descriptors of {gallery.Contract.Descriptor} (contract {gallery.Contract.Hash}): others cannot be compared with them.");
        if (values.Length != gallery.Contract.Dimension || values.Any(value => !float.IsFinite(value)))
            throw ServingProblem.BadRequest($"A descriptor has {gallery.Contract.Dimension} numbers.");
        return values;
    }

    /// <param name="Descriptor">Its values.</param>
    /// <param name="Contract">Hash of the contract that made it, as represent answers it: nothing else tells what can be compared.</param>
    private sealed record GivenDescriptor(float[]? Descriptor, string? Contract);
}
