using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Ends the trial of a version; where none is tried, has the version answer that answered before.</summary>
internal sealed class RollBackEndpoint() : ServingEndpoint("POST", "/v1/models/{name}/rollback", KeyScope.Admin)
{
    public override IReadOnlyList<string>? Query => [];

    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var name = ModelEndpoint.Find(http, service);
        await ActivateEndpoint.Change(service, () => name.RollBack()).ConfigureAwait(false);
        await Exchange.Json(http, ModelDocument.Of(name)).ConfigureAwait(false);
    }
}
