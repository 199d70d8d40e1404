using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>One model.</summary>
internal sealed class ModelEndpoint() : ServingEndpoint("GET", "/v1/models/{name}", KeyScope.Predict)
{
    public override Task Handle(HttpContext http, Service service, Caller caller) => Exchange.Json(http, ModelDocument.Of(Find(http, service)));

    /// <summary>The model that the address names.</summary>
    /// <exception cref="ServingProblem">404.</exception>
    public static ServedName Find(HttpContext http, Service service)
    {
        var name = http.Request.RouteValues["name"] as string ?? "";
        return service.Models.Find(name) ?? throw ServingProblem.NoModel(name);
    }
}
