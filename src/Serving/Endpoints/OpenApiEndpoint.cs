using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>The OpenAPI 3.1 document.</summary>
internal sealed class OpenApiEndpoint() : ServingEndpoint("GET", "/openapi.json", scope: null)
{
    public override Task Handle(HttpContext http, Service service, Caller caller) => Asset.Write(http, "openapi.json", "application/json");
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
