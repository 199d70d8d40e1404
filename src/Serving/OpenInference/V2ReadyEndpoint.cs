using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Open Inference Protocol: every model answers.</summary>
internal sealed class V2ReadyEndpoint() : ServingEndpoint("GET", "/v2/health/ready", scope: null)
{
    public override Task Handle(HttpContext http, Service service, Caller caller) =>
        Exchange.Json(http, new ReadyDocument(service.IsReady), service.IsReady ? 200 : 503);

    private sealed record ReadyDocument(bool Ready);
}
