using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Has a version answer, also after a restart; "newest" lets the newest answer again.</summary>
internal sealed class ActivateEndpoint() : ServingEndpoint("POST", "/v1/models/{name}/versions/{version}", KeyScope.Admin)
{
    private const string Newest = "newest";

    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var name = ModelEndpoint.Find(http, service);
        var version = http.Request.RouteValues["version"] as string;
        await Change(() => name.Activate(version == Newest ? null : version)).ConfigureAwait(false);
        await Exchange.Json(http, ModelDocument.Of(name)).ConfigureAwait(false);
    }

    /// <summary>Loads on a thread of its own.</summary>
    /// <exception cref="ServingProblem">404 or 422 with the reason; the version before answers on.</exception>
    public static async Task Change(Action change)
    {
        try
        {
            await Task.Run(change).ConfigureAwait(false);
        }
        catch (GraftException refusal)
        {
            throw new ServingProblem(refusal.Message.Contains("was refused") ? 422 : 404, "version-refused", refusal.Message);
        }
    }
}
