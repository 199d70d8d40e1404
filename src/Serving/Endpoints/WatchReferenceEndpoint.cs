using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Has the images that were served first become the reference, where that of the model file is missing or small.</summary>
internal sealed class WatchReferenceEndpoint() : ServingEndpoint("POST", "/v1/models/{name}/watch/reference", KeyScope.Admin)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (watcher, version) = WatchEndpoint.Find(http, service);
        try
        {
            watcher.Agree(version);
        }
        catch (WatchRefusal refusal)
        {
            if (refusal.InnerException is { } failure) service.NotKept(failure.Message);
            throw new ServingProblem(refusal.IsOfDisk ? 500 : 409, refusal.IsOfDisk ? "reference-not-kept" : "no-reference-yet", refusal.Message);
        }
        return Exchange.Json(http, WatchDocument.Of(version.Name, watcher.StatusOf(version)));
    }
}
