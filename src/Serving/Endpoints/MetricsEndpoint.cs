using System.Text;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>Metrics as Prometheus reads them.</summary>
internal sealed class MetricsEndpoint() : ServingEndpoint("GET", "/metrics", KeyScope.Metrics)
{
    public override Task Handle(HttpContext http, Service service, Caller caller)
    {
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(service.Metrics.Text()), http.RequestAborted).AsTask();
    }
}
