using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Graft.Serving;

/// <summary>Adds Graft's service to a program.</summary>
public static class GraftServiceCollectionExtensions
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
}
