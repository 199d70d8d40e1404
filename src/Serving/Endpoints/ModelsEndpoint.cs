using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>All models.</summary>
internal sealed class ModelsEndpoint() : ServingEndpoint("GET", "/v1/models", KeyScope.Predict)
{
    public override Task Handle(HttpContext http, Service service, Caller caller) =>
        Exchange.Json(http, new ModelsDocument([.. service.Models.Names.Select(ModelDocument.Of)]));

    private sealed record ModelsDocument(IReadOnlyList<ModelDocument> Models);
}
