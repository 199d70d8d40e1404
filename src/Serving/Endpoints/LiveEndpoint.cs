using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>The process runs.</summary>
internal sealed class LiveEndpoint() : ServingEndpoint("GET", "/health/live", scope: null)
{
    public override Task Handle(HttpContext http, Service service, Caller caller) => Exchange.Json(http, new HealthDocument("live"));
}

/// <summary>How a service is.</summary>
internal sealed record HealthDocument(string Status);
