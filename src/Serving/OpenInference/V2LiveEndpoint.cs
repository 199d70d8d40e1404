using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Open Inference Protocol: the process runs.</summary>
internal sealed class V2LiveEndpoint() : ServingEndpoint("GET", "/v2/health/live", scope: null)
{
    public override Task Handle(HttpContext http, Service service, Caller caller) => Exchange.Json(http, new LiveDocument(true));

    private sealed record LiveDocument(bool Live);
}
