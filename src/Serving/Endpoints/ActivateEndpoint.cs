using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>
/// Has a version answer, also after a restart; "newest" lets the newest answer again. With <c>?as=canary</c> it answers a share of the requests and is judged
/// by them, with <c>?as=shadow</c> it is only compared.
/// </summary>
internal sealed class ActivateEndpoint() : ServingEndpoint("POST", "/v1/models/{name}/versions/{version}", KeyScope.Admin)
{
    public override IReadOnlyList<string>? Query => ["as", .. TrialQuery.OfCanary];

    public override async Task Handle(HttpContext http, Service service, Caller caller)
    {
        var name = ModelEndpoint.Find(http, service);
        var version = http.Request.RouteValues["version"] as string;
        var wish = TrialQuery.Read(http.Request.Query, version ?? "");
        await Change(service, () =>
        {
            if (wish is null) name.Activate(version == VersionFile.Newest ? null : version);
            else name.Try(wish);
        }).ConfigureAwait(false);
        await Exchange.Json(http, ModelDocument.Of(name)).ConfigureAwait(false);
    }

    /// <summary>Loads on a thread of its own.</summary>
    /// <exception cref="ServingProblem">404, 409, 422 or 500 with the reason; the version before answers on.</exception>
    public static async Task Change(Service service, Action change)
    {
        try
        {
            await Task.Run(change).ConfigureAwait(false);
        }
        catch (VersionRefusal refusal)
        {
            if (refusal.InnerException is { } failure) service.NotKept(failure.Message);
            var (status, code) = refusal.Fault switch
            {
                VersionFault.Missing => (404, "version-refused"),
                VersionFault.Untriable => (409, "version-refused"),
                VersionFault.Refused => (422, "version-refused"),
                _ => (500, "version-not-kept"),
            };
            throw new ServingProblem(status, code, refusal.Message);
        }
    }
}
