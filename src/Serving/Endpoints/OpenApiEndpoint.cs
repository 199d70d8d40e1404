using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>The OpenAPI 3.1 document, with the addresses of everything that is served.</summary>
internal sealed class OpenApiEndpoint() : ServingEndpoint("GET", "/openapi.json", scope: null)
{
    public override Task Handle(HttpContext http, Service service, Caller caller) => Asset.Write(http, service.OpenApi, "application/json");

    /// <summary>The document of everything that a service serves.</summary>
    public static byte[] Of(IReadOnlyList<ServingExtension> extensions)
    {
        if (extensions.Count == 0) return Asset.Read("openapi.json");
        var document = JsonNode.Parse(Asset.Read("openapi.json"))!;
        foreach (var added in extensions.Select(extension => JsonNode.Parse(extension.OpenApi)!))
        {
            Add(added["paths"], document["paths"]!);
            Add(added["components"]?["schemas"], document["components"]!["schemas"]!);
        }
        return JsonSerializer.SerializeToUtf8Bytes(document, Json.Compact);
    }

    private static void Add(JsonNode? from, JsonNode to)
    {
        foreach (var (name, node) in from?.AsObject() ?? []) to[name] = node!.DeepClone();
    }
}

/// <summary>Files within the assembly.</summary>
internal static class Asset
{
    /// <param name="name">Of the file.</param>
    /// <param name="assembly">That has it; null for this one.</param>
    public static byte[] Read(string name, Assembly? assembly = null)
    {
        using var stream = (assembly ?? typeof(Asset).Assembly).GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static Task Write(HttpContext http, byte[] bytes, string type)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }
}
