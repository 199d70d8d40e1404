using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Graft.Serving;

/// <summary>Adds Graft's service to a program, and maps its addresses.</summary>
public static class GraftServingExtensions
{
    /// <summary>Adds models. They are opened when the host starts, which fails with a <see cref="GraftException"/> if one is refused.</summary>
    /// <param name="services">Of the program.</param>
    /// <param name="configure">Names the models.</param>
    public static IServiceCollection AddGraft(this IServiceCollection services, Action<GraftServing> configure)
    {
        var serving = new GraftServing();
        configure(serving);
        serving.Limits.Validate();
        serving.Watch?.Validate();
        serving.Review?.Validate();
        ServeSettings.CheckNewVersionShare(serving.NewVersionShare);
        services.AddSingleton(serving);
        services.AddSingleton<Service>();
        services.AddHostedService<ServiceLifetime>();
        // What was accepted is answered: the host must not be quicker than that.
        services.PostConfigure<HostOptions>(options =>
        {
            var needed = serving.Limits.Drain + serving.Limits.Timeout + serving.Limits.BodyTimeout;
            if (options.ShutdownTimeout < needed) options.ShutdownTimeout = needed;
        });
        return services;
    }

    /// <summary>Maps health, metrics, models, prediction, the Open Inference Protocol, the OpenAPI document and the page.</summary>
    /// <param name="endpoints">Of the program; a group puts a path before all of them.</param>
    /// <exception cref="InvalidOperationException">AddGraft was not called.</exception>
    public static IEndpointConventionBuilder MapGraft(this IEndpointRouteBuilder endpoints)
    {
        var service = endpoints.ServiceProvider.GetService<Service>()
            ?? throw new InvalidOperationException("MapGraft serves what builder.Services.AddGraft(...) names: call it first.");
        var group = endpoints.MapGroup("");
        foreach (var endpoint in EndpointTable.All.Concat(service.Extensions.SelectMany(extension => extension.Endpoints)))
            group.MapMethods(endpoint.Pattern, endpoint.Methods, (RequestDelegate)(http => Exchange.Run(http, service, endpoint)));
        return group;
    }
}
