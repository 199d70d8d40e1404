using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>A page that tries a model; it loads nothing from any other host.</summary>
internal sealed class PageEndpoint() : ServingEndpoint("GET", "/", scope: null)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
            + "connect-src 'self'; img-src blob:; frame-ancestors 'none'";
        return Asset.Write(http, Asset.Read("page.html"), "text/html; charset=utf-8");
    }
}
