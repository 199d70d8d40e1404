using Graft.Faces;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>
/// The addresses of CompreFace for its clients, where one gallery is served: its documents, our answers. A similarity is one half at the threshold, 1 for the
/// same descriptor, and smaller with every further distance: 0.5 to the power of distance / threshold.
/// </summary>
internal abstract class CompreFaceEndpoint(ServedFaces faces, string method, string pattern, KeyScope scope)
    : FaceEndpoint(faces, method, $"/api/v1/{pattern}", scope)
{
    // Its clients send much that is not offered.
    public sealed override IReadOnlyList<string>? Query => null;

    /// <inheritdoc/>
    protected sealed override ImageBody BodyOf(HttpRequest request) => request.HasJsonContentType() ? new Base64Body() : base.BodyOf(request);

    /// <inheritdoc/>
    protected sealed override IEnumerable<ServedGallery> Asks(HttpContext http) => Served.Galleries;

    /// <summary>The one gallery.</summary>
    /// <exception cref="ServingProblem">404.</exception>
    protected ServedGallery Only => Served.Galleries is [var one] ? ServedFaces.Present(one)
        : throw new ServingProblem(404, "no-gallery", "These addresses are answered where exactly one gallery is served. Ask /v1/galleries/NAME.");

    /// <summary>The person that <c>?subject=</c> names.</summary>
    /// <exception cref="ServingProblem">400.</exception>
    protected static string SubjectOf(HttpContext http) =>
        Enroller.NameOf(http.Request.RouteValues["subject"] as string ?? http.Request.Query["subject"].ToString());

    /// <summary>The threshold that a similarity of one half stands for.</summary>
    /// <exception cref="ServingProblem">409.</exception>
    protected double Threshold(FaceGallery? gallery) => gallery?.KnownThreshold()?.Match ?? GalleryThreshold.AuthorsSetting(Served.Contract)?.Threshold
        ?? throw CompareFacesEndpoint.NoThreshold();

    /// <summary>Faces at most, the largest first; 0, as by default, for all.</summary>
    /// <exception cref="ServingProblem">400.</exception>
    protected static IEnumerable<Face> Limited(HttpRequest request, IEnumerable<Face> found)
    {
        var largest = found.OrderByDescending(face => face.Box.Area);
        return request.Query["limit"].ToString() is "" or "0" ? largest : largest.Take(Count(request, "limit", 0));
    }

    protected static double Similarity(double distance, double threshold) => Math.Pow(0.5, distance / threshold);

    protected static BoxDocument BoxOf(Face face) => new(face.Score, (int)face.Box.X1, (int)face.Box.Y1, (int)face.Box.X2, (int)face.Box.Y2);
}

/// <summary>A box as CompreFace writes it.</summary>
internal sealed record BoxDocument(
    double Probability,
    [property: System.Text.Json.Serialization.JsonPropertyName("x_min")] int XMin,
    [property: System.Text.Json.Serialization.JsonPropertyName("y_min")] int YMin,
    [property: System.Text.Json.Serialization.JsonPropertyName("x_max")] int XMax,
    [property: System.Text.Json.Serialization.JsonPropertyName("y_max")] int YMax);

/// <summary>A face and the persons nearest to it.</summary>
internal sealed record RecognizedFace(BoxDocument Box, IReadOnlyList<SubjectDocument> Subjects);

/// <summary>A person.</summary>
internal sealed record SubjectDocument(string Subject, double Similarity);

/// <summary>Recognises.</summary>
internal sealed class CompreFaceRecognizeEndpoint(ServedFaces faces) : CompreFaceEndpoint(faces, "POST", "recognition/recognize", KeyScope.Faces)
{
    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var gallery = Only.Gallery;
        var (threshold, count) = (Threshold(gallery), Count(http.Request, "prediction_count", 1));
        var seen = await Look(http, service, caller).ConfigureAwait(false);
        if (seen is not [var image]) throw ServingProblem.BadRequest("One image is expected.");
        if (image.Faces.Count == 0) throw NoFace(image.Name);
        var described = Limited(http.Request, image.Faces.Where(face => !face.Descriptor.IsEmpty));
        await Exchange.Json(http, new
        {
            Result = described.Select(face => new RecognizedFace(BoxOf(face), [.. gallery.Search(face.Descriptor.Span, count).Select(match =>
                new SubjectDocument(match.Name, Similarity(match.Distance, threshold)))])).ToList(),
        }).ConfigureAwait(false);
    }
}

/// <summary>Adds an example of a person.</summary>
internal sealed class CompreFaceAddEndpoint(ServedFaces faces) : CompreFaceEndpoint(faces, "POST", "recognition/faces", KeyScope.Enroll)
{
    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (served, subject) = (Only, SubjectOf(http));
        var images = await Look(http, service, caller, withHashes: true).ConfigureAwait(false);
        if (images.Count != 1) throw ServingProblem.BadRequest("One image is expected.");
        var item = (await Enroller.Run(Served, served, subject, images, new EnrolmentOptions(), http.RequestAborted).ConfigureAwait(false))[0];
        if (item.Status == EnrolmentStatus.Refused) throw Enroller.Refusal([item]);
        // An example is known by its image.
        await Exchange.Json(http, new ExampleDocument(new Guid(Convert.FromHexString(images[0].Hash)[..16]), subject), 201).ConfigureAwait(false);
    }

    private sealed record ExampleDocument([property: System.Text.Json.Serialization.JsonPropertyName("image_id")] Guid ImageId, string Subject);
}

/// <summary>The names of all persons.</summary>
internal sealed class CompreFaceSubjectsEndpoint(ServedFaces faces) : CompreFaceEndpoint(faces, "GET", "recognition/subjects", KeyScope.Enroll)
{
    /// <inheritdoc/>
    public override Task Handle(HttpContext http, Service service, Caller caller) =>
        Exchange.Json(http, new { Subjects = Only.Gallery.Persons().Select(person => person.Name).ToList() });
}

/// <summary>Removes a person for good.</summary>
internal sealed class CompreFaceRemoveEndpoint(ServedFaces faces) : CompreFaceEndpoint(faces, "DELETE", "recognition/subjects/{subject}", KeyScope.Enroll)
{
    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var subject = SubjectOf(http);
        await Enroller.Remove(Only, subject, http.RequestAborted).ConfigureAwait(false);
        await Exchange.Json(http, new { Subject = subject }).ConfigureAwait(false);
    }
}

/// <summary>Compares the largest face of the first image with all faces of the second.</summary>
internal sealed class CompreFaceVerifyEndpoint(ServedFaces faces) : CompreFaceEndpoint(faces, "POST", "verification/verify", KeyScope.Faces)
{
    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var threshold = Threshold(null);
        var images = (await Look(http, service, caller).ConfigureAwait(false)).OrderBy(image => image.Field == "target_image").ToList();
        if (images is not [var source, var target]) throw ServingProblem.BadRequest("Two images are expected: source_image and target_image.");
        if (images.FirstOrDefault(image => image.Failure is not null) is { } unread) throw PredictEndpoint.RefusalOf(unread.Failure!, service.Limits);
        var face = FaceComparison.Largest(source.Faces) ?? throw NoFace(source.Name);
        if (target.Faces.Count == 0) throw NoFace(target.Name);
        if (face.Descriptor.IsEmpty) throw new ServingProblem(422, "face-refused", $"The face on {source.Name} cannot be described: {face.Refusal}.");
        var others = target.Faces.Where(other => !other.Descriptor.IsEmpty).Select(other =>
            new FaceMatchDocument(BoxOf(other), Similarity(Served.Contract.Distance(face.Descriptor.Span, other.Descriptor.Span), threshold)))
            .OrderByDescending(match => match.Similarity).ToList();
        await Exchange.Json(http, new { Result = new[] { new VerifiedFace(new SourceFace(BoxOf(face)), others) } }).ConfigureAwait(false);
    }

    private sealed record SourceFace(BoxDocument Box);

    private sealed record FaceMatchDocument(BoxDocument Box, double Similarity);

    private sealed record VerifiedFace(
        [property: System.Text.Json.Serialization.JsonPropertyName("source_image_face")] SourceFace Source,
        [property: System.Text.Json.Serialization.JsonPropertyName("face_matches")] IReadOnlyList<FaceMatchDocument> Matches);
}

/// <summary>Finds faces.</summary>
internal sealed class CompreFaceDetectEndpoint(ServedFaces faces) : CompreFaceEndpoint(faces, "POST", "detection/detect", KeyScope.Faces)
{
    /// <inheritdoc/>
    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var images = await Look(http, service, caller).ConfigureAwait(false);
        if (images is not [var image]) throw ServingProblem.BadRequest("One image is expected.");
        if (image.Faces.Count == 0) throw NoFace(image.Name);
        await Exchange.Json(http, new { Result = Limited(http.Request, image.Faces).Select(face => new { Box = BoxOf(face) }).ToList() }).ConfigureAwait(false);
    }
}
