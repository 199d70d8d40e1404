using System.Text.Json;
using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>
/// What a person says of an answer: of an image that was kept, by its request, or an image with its label. Answered once it is on the disk.
/// </summary>
internal sealed class FeedbackEndpoint() : ServingEndpoint("POST", "/v1/models/{name}/feedback", KeyScope.Feedback)
{
    private const int LongestJson = 64 << 10;

    public override IReadOnlyList<string>? Query => ["label", PredictEndpoint.TimeoutName];

    public override bool IsRated => true;

    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var desk = ReviewEndpoint.DeskOf(service);
        var name = ModelEndpoint.Find(http, service);
        using var work = Work.Begin(http, service, caller, name);
        var isJson = http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
        var kept = isJson
            ? await OfRequest(http, service, work, desk).ConfigureAwait(false)
            : await OfImage(http, service, work, desk, caller).ConfigureAwait(false);
        await Exchange.Json(http, new FeedbackDocument(kept.Id, kept.Reason, kept.Predicted, kept.Label!), 202).ConfigureAwait(false);
    }

    private static async Task<ReviewedImage> OfRequest(HttpContext http, Service service, Work work, ReviewDesk desk)
    {
        using var body = new ReceivedImage(service.Bytes, "feedback");
        await work.Read(cancellation => body.ReadFrom(http.Request.Body, LongestJson, cancellation)).ConfigureAwait(false);
        var said = Parsed(body.Bytes);
        var label = LabelOf(work.Version, said.Label);
        if (said.RequestId is not { Length: > 0 } id) throw ServingProblem.BadRequest("requestId is expected: the X-Request-Id of the answer.");
        await desk.Written(http.RequestAborted).ConfigureAwait(false);
        if (desk.Store.IsAmbiguous(work.Version.Name, id, said.Image ?? 1))
            throw new ServingProblem(409, "ambiguous-request", "Images of several requests with this id are kept. Send the image itself, with ?label=.");
        return OnDisk(service, () => desk.Store.Label(work.Version.Name, id, said.Image ?? 1, label))
            ?? throw new ServingProblem(404, "not-kept", "No image of this request was kept, or it is gone. Send the image itself, with ?label=.");
    }

    private static async Task<ReviewedImage> OfImage(HttpContext http, Service service, Work work, ReviewDesk desk, Caller caller)
    {
        var label = LabelOf(work.Version, http.Request.Query["label"]);
        var body = ImageBody.Of(http.Request);
        using var images = await work.Read(cancellation => body.Read(http, service, cancellation)).ConfigureAwait(false);
        if (images.Images.Count != 1) throw ServingProblem.BadRequest("One image is expected with a label.");
        var image = images.Images[0];
        // What cannot be answered cannot be learned from either.
        var answer = (await work.Predict(images.Images, isWatched: false).ConfigureAwait(false))[0];
        if (answer.Failure is { } failure) throw PredictEndpoint.RefusalOf(failure, service.Limits);
        return OnDisk(service, () => desk.Keep(work.Version, caller, image.Bytes, answer, label))
            ?? throw new ServingProblem(507, "review-full", "All that is kept for review has labels, and there is no room beside it.");
    }

    private static ReviewedImage? OnDisk(Service service, Func<ReviewedImage?> write)
    {
        try
        {
            return write();
        }
        catch (GraftException failure)
        {
            service.NotKept(failure.Message);
            throw new ServingProblem(500, "not-written", "The label could not be written to the disk. The service's log says why.");
        }
    }

    private static SaidDocument Parsed(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<SaidDocument>(json.Span, Json.Compact) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw ServingProblem.BadRequest("""JSON such as {"requestId":"...","image":1,"label":"tulip"} is expected, or an image with ?label=.""");
        }
    }

    // A class of the model; of objects and pixels whether all of the answer is right.
    private static string LabelOf(ServedVersion version, string? given)
    {
        var manifest = version.Model.Manifest;
        IReadOnlyList<string> known = manifest.Task == TaskKind.Classify.Name() ? manifest.Classes : [ReviewedImage.Right, ReviewedImage.Wrong];
        if (given is not null && known.Contains(given)) return given;
        if (given is not null && known.FirstOrDefault(name => NameLook.OfLabel(name) == NameLook.OfLabel(given)) is { } alike) return alike;
        throw new ServingProblem(422, "unknown-label", $"The label is one of: {Words.List([.. known], 100)}.");
    }

    private sealed record SaidDocument(string? RequestId, int? Image, string? Label);

    private sealed record FeedbackDocument(string Id, string Reason, string? Predicted, string Label);
}
