using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Graft.Serving;

/// <summary>
/// Metrics and spans by OTLP, only where the standard variables of OpenTelemetry name an address: OTEL_EXPORTER_OTLP_ENDPOINT, and beside it
/// OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME and the rest.
/// </summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL", ServiceName = "OTEL_SERVICE_NAME";

    /// <summary>Adds it to a program, where it is asked for.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint])) return;
        if (!Uri.TryCreate(builder.Configuration[Endpoint], UriKind.Absolute, out _))
            throw new GraftException($"{Endpoint} is '{builder.Configuration[Endpoint]}'.", "An address such as http://localhost:4317 is expected.");
        if (builder.Configuration[Protocol] is not (null or "" or "grpc" or "http/protobuf"))
            throw new GraftException($"{Protocol} is '{builder.Configuration[Protocol]}'.", "grpc or http/protobuf is expected.");
        var telemetry = builder.Services.AddOpenTelemetry();
        if (string.IsNullOrWhiteSpace(builder.Configuration[ServiceName])) telemetry.ConfigureResource(resource => resource.AddService("graft"));
        telemetry
            .WithMetrics(metrics => metrics.AddMeter(ServingMetrics.MeterName))
            // The host's own span of a request is the parent of ours.
            .WithTracing(traces => traces.AddSource(ServingSpans.SourceName, "Microsoft.AspNetCore"))
            .UseOtlpExporter();
    }
}
