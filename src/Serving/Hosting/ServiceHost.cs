using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Graft.Serving;

/// <summary>The program that <c>graft serve</c> and the server run.</summary>
internal static class ServiceHost
{
    private const int Connections = 1000;

    /// <summary>Serves until it is told to stop (SIGTERM, Ctrl-C, or the token), and drains.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="further">Adds what other packages serve.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GraftException">A setting or a model is refused.</exception>
    public static async Task Run(ServeSettings settings, Action<GraftServing, ServeSettings> further, CancellationToken cancellation)
    {
        var app = Build(settings, further);
        await using (app.ConfigureAwait(false))
        {
            try
            {
                await app.StartAsync(cancellation).ConfigureAwait(false);
            }
            catch (InvalidOperationException failure) when (settings.Urls.Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
            {
                throw new GraftException($"It cannot serve https on {string.Join(", ", settings.Urls)}: no certificate was found.",
                    "A certificate is expected.",
                    "Name its file in the environment, Kestrel__Certificates__Default__Path and Kestrel__Certificates__Default__Password; or serve http to a "
                    + "proxy that has one.", failure);
            }
            catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException)
            {
                throw new GraftException($"It cannot listen on {string.Join(", ", settings.Urls)}: {failure.Message.TrimEnd('.')}.",
                    cure: "Choose another address by --urls.")
                {
                    ExitCode = 1,
                };
            }
            Announce(app);
            await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The program, not yet started.</summary>
    /// <exception cref="GraftException">A setting is refused.</exception>
    public static WebApplication Build(ServeSettings settings, Action<GraftServing, ServeSettings>? further = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Configuration);
        Telemetry.Add(builder);
        var endpoints = builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        settings.Validate(endpoints);
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.Limits.MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = Connections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        // Standard output belongs to the answers of verbs.
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Graft", LogLevel.Information)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // why it does not start is said once, in our words
        builder.Services.AddGraft(graft =>
        {
            foreach (var (name, path) in settings.Models.Select(ServeSettings.Named)) graft.AddModel(name, path);
            if (settings.Folder is { } folder) graft.AddModels(folder);
            graft.NewVersionShare = settings.NewVersionShare;
            if (settings.Keys is { } keys) graft.UseKeys(keys);
            graft.IsForThisMachine = settings.Keys is null;
            (graft.Limits, graft.Watch, graft.Review, graft.PollInterval) = (settings.Limits, settings.Watch, settings.Review, settings.PollInterval);
            further?.Invoke(graft, settings);
        });
        var app = builder.Build();
        app.UseStatusCodePages(context => Exchange.Refuse(context.HttpContext, context.HttpContext.Response.StatusCode switch
        {
            404 => ServingProblem.NoAddress(context.HttpContext.Request.Path.Value ?? ""),
            405 => new ServingProblem(405, "wrong-method", "The address exists for another method. GET /openapi.json lists them."),
            var status => new ServingProblem(status, "refused", "The request was refused."),
        }));
        app.MapGraft();
        return app;
    }

    private static void Announce(WebApplication app)
    {
        var service = app.Services.GetRequiredService<Service>();
        var log = app.Services.GetRequiredService<ILogger<Service>>();
        foreach (var url in app.Urls)
            foreach (var address in service.Models.Names.Select(name => $"/v1/models/{name.Name}/predict")
                .Concat(service.Extensions.SelectMany(extension => extension.Examples)))
                Service.LogAddress(log, url.TrimEnd('/') + address);
    }
}
