using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Graft.Serving;

/// <summary>Maps Graft's addresses.</summary>
public static class GraftEndpointRouteBuilderExtensions
{
    /// <summary>Maps health, metrics, models, prediction, the Open Inference Protocol, the OpenAPI document and the page.</summary>
    /// <param name="endpoints">Of the program; a group puts a path before all of them.</param>
    /// <exception cref="InvalidOperationException">AddGraft was not called.</exception>
    public static IEndpointConventionBuilder MapGraft(this IEndpointRouteBuilder endpoints)
    {
        var service = endpoints.ServiceProvider.GetService<Service>()
            ?? throw new InvalidOperationException("MapGraft serves what builder.Services.AddGraft(...) names: call it first.");
        var group = endpoints.MapGroup("");
        foreach (var endpoint in EndpointTable.All)
            group.MapMethods(endpoint.Pattern, endpoint.Methods, (RequestDelegate)(http => Exchange.Run(http, service, endpoint)));
        return group;
    }
}
