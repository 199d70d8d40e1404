using System.Globalization;
using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Images to answers, as <c>graft predict --json</c> prints them.</summary>
internal sealed class PredictEndpoint() : ServingEndpoint("POST", "/v1/models/{name}/predict", KeyScope.Predict)
{
    /// <summary>What a query calls the time for an answer.</summary>
    public const string TimeoutName = "timeout-ms";

    public override bool IsRated => true;

    public override IReadOnlyList<string>? Query => [TimeoutName];

    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var name = ModelEndpoint.Find(http, service);
        using var work = Work.Begin(http, service, caller, name);
        var body = ImageBody.Of(http.Request);
        work.RefuseHopeless();
        using var images = await work.Read(cancellation => body.Read(http, service, cancellation)).ConfigureAwait(false);
        if (images.Images is [var first, ..]) work.Choose(first.Bytes.Span);
        var answered = await work.Predict(images.Images).ConfigureAwait(false);
        if (answered.All(answer => answer.Failure is not null)) throw RefusalOf(answered[0].Failure!, service.Limits);
        service.Metrics.Answered(name.Name, answered);
        // Before the answer: its label may follow at once.
        if (service.Review is { } review)
            foreach (var (at, image) in images.Images.Index()) review.Offer(work.Version, caller, at + 1, image.Bytes, answered[at]);
        work.WriteHeaders();
        await Exchange.Json(http, PredictFacts.Of(work.Version.Model.Manifest, answered.Select(answer => answer.Facts))).ConfigureAwait(false);
        foreach (var (at, image) in images.Images.Index()) work.Shadow(at + 1, image, answered[at]);
    }

    /// <summary>The request's own time limit: <c>?timeout-ms=</c>, at most the service's.</summary>
    /// <exception cref="ServingProblem">400.</exception>
    public static TimeSpan TimeoutOf(HttpRequest request, ServingLimits limits)
    {
        var given = request.Query[TimeoutName].ToString();
        if (given.Length == 0) return limits.Timeout;
        if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds < 1)
            throw ServingProblem.BadRequest("timeout-ms is a whole number of milliseconds, 1 or more.");
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, limits.Timeout.TotalMilliseconds));
    }

    /// <summary>Why an image has no answer.</summary>
    public static ServingProblem RefusalOf(Imaging.ImageException failure, ServingLimits limits) => failure.Reason switch
    {
        Imaging.ImageFault.TooLarge => new ServingProblem(413, "image-too-large", failure.Message) { Limit = limits.MaxPixels },
        Imaging.ImageFault.NotAnImage or Imaging.ImageFault.Unsupported => new ServingProblem(415, "not-an-image", failure.Message),
        _ => new ServingProblem(422, "image-unreadable", failure.Message),
    };
}
