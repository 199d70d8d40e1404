using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>How many images are kept, and the accuracy in production that their labels tell.</summary>
internal sealed class ReviewEndpoint() : ServingEndpoint("GET", "/v1/models/{name}/review", KeyScope.Metrics)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        var desk = DeskOf(service);
        var name = ModelEndpoint.Find(http, service);
        var images = desk.Store.Of(name.Name);
        return Exchange.Json(http, new ReviewDocument(name.Name, images.Count, images.Count(image => image.Label is not null), images.Sum(image => image.Bytes),
            ReviewAccuracy.Of(images)));
    }

    /// <exception cref="ServingProblem">404: nothing is kept.</exception>
    public static ReviewDesk DeskOf(Service service) =>
        service.Review ?? throw new ServingProblem(404, "not-reviewed", "No image is kept for review: the service was started without it.");

    /// <param name="Name">The model.</param>
    /// <param name="Kept">Its images.</param>
    /// <param name="Labelled">Those that have a label.</param>
    /// <param name="Bytes">Of all.</param>
    /// <param name="Accuracy">Of each version.</param>
    private sealed record ReviewDocument(string Name, int Kept, int Labelled, long Bytes, IReadOnlyList<ReviewAccuracy> Accuracy);
}
