using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>The OpenAPI 3.1 document, with the addresses of everything that is served.</summary>
internal sealed class OpenApiEndpoint() : ServingEndpoint("GET", "/openapi.json", scope: null)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        if (service.Extensions.Count == 0) return Asset.Write(http, "openapi.json", "application/json");
        var document = JsonNode.Parse(Asset.Read("openapi.json"))!;
        foreach (var added in service.Extensions.Select(extension => JsonNode.Parse(extension.OpenApi)!))
        {
            Add(added["paths"], document["paths"]!);
            Add(added["components"]?["schemas"], document["components"]!["schemas"]!);
        }
        return Exchange.Json(http, document);
    }

    private static void Add(JsonNode? from, JsonNode to)
    {
        foreach (var (name, node) in from?.AsObject() ?? []) to[name] = node!.DeepClone();
    }
}

/// <summary>Files within the assembly.</summary>
internal static class Asset
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static Task Write(HttpContext http, string name, string type)
    {
        var bytes = Read(name);
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }
}
