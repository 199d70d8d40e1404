using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Open Inference Protocol: a model answers.</summary>
/// <param name="version">As in <see cref="V2ModelEndpoint"/>.</param>
internal sealed class V2ModelReadyEndpoint(string version = "") : ServingEndpoint("GET", $"/v2/models/{{name}}{version}/ready", KeyScope.Predict)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        var (name, answering) = V2ModelEndpoint.Find(http, service);
        var isReady = answering is not null && !service.IsStopping;
        return Exchange.Json(http, new ModelReadyDocument(name.Name, isReady), isReady ? 200 : 503);
    }

    private sealed record ModelReadyDocument(string Name, bool Ready);
}
