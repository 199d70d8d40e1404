using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Open Inference Protocol: what the server is.</summary>
internal sealed class V2ServerEndpoint() : ServingEndpoint("GET", "/v2", scope: null)
{
    private static readonly string Version = typeof(V2ServerEndpoint).Assembly.GetName().Version!.ToString(3);

    public override Task Handle(HttpContext http, Service service, Caller caller) =>
        Exchange.Json(http, new ServerDocument("graft", Version, ["binary_tensor_data"]));

    private sealed record ServerDocument(string Name, string Version, IReadOnlyList<string> Extensions);
}
