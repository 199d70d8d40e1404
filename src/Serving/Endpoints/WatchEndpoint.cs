using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Whether the images that a model gets are like those it was made for.</summary>
internal sealed class WatchEndpoint() : ServingEndpoint("GET", "/v1/models/{name}/watch", KeyScope.Metrics)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (watcher, version) = Find(http, service);
        return Exchange.Json(http, WatchDocument.Of(version.Name, watcher.StatusOf(version)));
    }

    /// <summary>The version that answers now, and who watches it.</summary>
    /// <exception cref="ServingProblem">404 without <c>--watch</c> or such a model; 503 while no version answers.</exception>
    public static (ServingWatcher Watcher, ServedVersion Version) Find(HttpContext http, Service service)
    {
        var name = ModelEndpoint.Find(http, service);
        var watcher = service.Watcher ?? throw new ServingProblem(404, "not-watched", "Images are not watched: the service was started without it.");
        return (watcher, name.Current ?? throw new ServingProblem(503, "not-ready", $"The model '{name.Name}' has no version that answers."));
    }
}
