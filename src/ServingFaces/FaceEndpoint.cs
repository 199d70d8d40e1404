using System.Globalization;
using System.Security.Cryptography;
using Graft.Faces;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>An address that finds faces on the images of a request.</summary>
internal abstract class FaceEndpoint(ServedFaces faces, string method, string pattern, KeyScope scope) : ServingEndpoint(method, pattern, scope)
{
    /// <inheritdoc/>
    public override bool IsRated => true;

    /// <summary>The database of a gallery stopped answering within a request for it: what goes wrong in another one is a fault.</summary>
    public override ServingProblem? ProblemOf(Exception failure, HttpContext http) =>
        failure is GraftException ? Asks(http).Select(ServedFaces.Absence).FirstOrDefault(gone => gone is not null) : null;

    /// <summary>The galleries that a request is about.</summary>
    protected virtual IEnumerable<ServedGallery> Asks(HttpContext http) =>
        faces.Galleries.Where(one => one.Name == http.Request.RouteValues["gallery"] as string);

    /// <summary>What may stand in the query beside the time for an answer.</summary>
    protected virtual IReadOnlyList<string> Asked => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Query => [.. Asked, PredictEndpoint.TimeoutName];

    /// <summary>What is served.</summary>
    protected ServedFaces Served => faces;

    /// <summary>How a request's body is read.</summary>
    /// <exception cref="ServingProblem">415.</exception>
    protected virtual ImageBody BodyOf(HttpRequest request) => ImageBody.Of(request);

    /// <summary>The gallery that the address names.</summary>
    /// <exception cref="ServingProblem">404.</exception>
    protected ServedGallery Gallery(HttpContext http) => faces.Find(http.Request.RouteValues["gallery"] as string ?? "");

    /// <summary>Finds the faces on the images of the body.</summary>
    /// <exception cref="ServingProblem">The body, or every image, is refused; 429 or 504.</exception>
    /// <param name="http">The request.</param>
    /// <param name="service">The service.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="withHashes">Whether the images are told apart by their content, as what is enrolled is.</param>
    protected async Task<IReadOnlyList<SeenImage>> Look(HttpContext http, Service service, Caller caller, bool withHashes = false)
    {
        using var work = Work.Begin(http, service, caller, faces.Name);
        var body = BodyOf(http.Request);
        work.RefuseHopeless();
        using var images = await work.Read(cancellation => body.Read(http, service, cancellation)).ConfigureAwait(false);
        var answered = await work.Predict(images.Images, isWatched: false).ConfigureAwait(false);
        if (answered.All(answer => answer.Failure is not null)) throw PredictEndpoint.RefusalOf(answered[0].Failure!, service.Limits);
        work.WriteHeaders();
        return [.. images.Images.Zip(answered, (image, answer) => new SeenImage(image.Name, ((FacesPrediction)answer.Facts).Faces, answer.Failure)
        {
            Hash = withHashes ? Convert.ToHexStringLower(SHA256.HashData(image.Bytes.Span)) : "",
            Field = image.Field,
        })];
    }

    /// <summary>The same where one image is expected: its largest face, and how many were found.</summary>
    /// <exception cref="ServingProblem">400: several images; 422: no face that can be described.</exception>
    protected async Task<(Face Face, int Found)> LookAtOne(HttpContext http, Service service, Caller caller)
    {
        var images = await Look(http, service, caller).ConfigureAwait(false);
        if (images.Count != 1) throw ServingProblem.BadRequest("One image is expected.");
        var face = FaceComparison.Largest(images[0].Faces) ?? throw NoFace(images[0].Name);
        if (face.Descriptor.IsEmpty)
            throw new ServingProblem(422, "face-refused", $"The face on {images[0].Name} cannot be described: {face.Refusal ?? "it was not"}.");
        return (face, images[0].Faces.Count);
    }

    /// <summary>Nobody is on an image.</summary>
    protected static ServingProblem NoFace(string image) => new(422, "no-face", $"No face is found on {image}.");

    /// <summary>Whether the query says yes.</summary>
    /// <exception cref="ServingProblem">400.</exception>
    protected static bool Says(HttpRequest request, string name) => request.Query[name].ToString() switch
    {
        "" or "false" or "0" => false,
        "true" or "1" => true,
        var given => throw ServingProblem.BadRequest($"{name} is '{ServingProblem.Plain(given)}'; true or false is expected."),
    };

    /// <summary>A whole number of the query.</summary>
    /// <exception cref="ServingProblem">400.</exception>
    protected static int Count(HttpRequest request, string name, int otherwise)
    {
        var given = request.Query[name].ToString();
        if (given.Length == 0) return otherwise;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1000
            ? count : throw ServingProblem.BadRequest($"{name} is a whole number from 1 to 1000.");
    }
}

/// <summary>An image and the faces on it.</summary>
/// <param name="Name">What the client calls it.</param>
/// <param name="Faces">The surest first.</param>
/// <param name="Failure">Why it could not be read, or null.</param>
internal sealed record SeenImage(string Name, IReadOnlyList<Face> Faces, ImageException? Failure)
{
    /// <summary>SHA-256 of its bytes, hexadecimal; empty where nobody asks for it.</summary>
    public required string Hash { get; init; }

    /// <summary>The field of the form that it came in, or empty.</summary>
    public required string Field { get; init; }
}
