using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Every model and every gallery answers, and the service was not told to stop.</summary>
internal sealed class ReadyEndpoint() : ServingEndpoint("GET", "/health/ready", scope: null)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        if (service.IsReady) return Exchange.Json(http, new HealthDocument("ready"));
        throw service.IsStopping ? ServingProblem.Draining() : new ServingProblem(503, "not-ready", service.NotReady ?? "Ask again.");
    }
}
