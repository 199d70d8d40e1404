using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Graft.Serving.Tests;

/// <summary>Spans under the caller's trace, and OTLP to a collector of this machine.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736", Parent = "00f067aa0ba902b7";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_request_has_a_span_under_the_callers_and_one_for_each_phase_of_each_image()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServingSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId.ToHexString() == Trace) spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        service.Http.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-{Parent}-01");
        Assert.Equal(200, (await service.Post("/v1/models/m/predict", TestService.Parts(("a.jpg", TinyModels.Jpeg()), ("b.jpg", TinyModels.Jpeg())))).Status);
        await service.Post("/v1/models/m/predict", TestService.Raw("no image"u8.ToArray()));
        await service.Get("/health/live");

        for (var tries = 0; spans.Count < 8 && tries < 100; tries++) await Task.Delay(20); // the span ends after its answer
        var requests = spans.Where(span => span.OperationName == "POST /v1/models/{name}/predict").ToList();
        Assert.Equal(["done", "not-an-image"], requests.Select(span => span.GetTagItem("graft.outcome") as string).Order());
        var done = requests.Single(span => span.GetTagItem("graft.outcome") is "done");
        Assert.Equal(("m", 2), (done.GetTagItem("graft.model"), done.GetTagItem("graft.images")));
        var phases = spans.Where(span => span.ParentSpanId == done.SpanId).ToList();
        Assert.Equal(["decode", "decode", "queue", "queue", "run", "run"], phases.Select(span => span.OperationName).Order());
        Assert.All(phases, span => Assert.InRange(span.Duration, TimeSpan.Zero, done.Duration));
        Assert.Equal(8, spans.Count); // none for health
    }

    [Fact]
    public async Task Metrics_and_spans_go_to_the_collector_that_the_standard_variable_names_and_nowhere_without_it()
    {
        var received = new ConcurrentDictionary<string, byte[]>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.AddOrUpdate(signal, _ => body.ToArray(), (_, before) => [.. before, .. body.ToArray()]);
        });
        await collector.StartAsync();

        var settings = new ServeSettings { Models = [$"m={TinyModels.Write("classify", _folder["m.onnx"])}"], Limits = TestService.Limits };
        await using (var service = await TestService.Start(settings)) await service.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()));
        Assert.Empty(received);

        settings = settings with
        {
            Configuration = new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            },
        };
        await using (var service = await TestService.Start(settings)) await service.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()));
        Assert.Equal(["metrics", "traces"], received.Keys.Order());
        Assert.True(received["metrics"].AsSpan().IndexOf("graft_phase_seconds"u8) >= 0);
        Assert.True(received["traces"].AsSpan().IndexOf("/v1/models/{name}/predict"u8) >= 0);
        Assert.All(received.Values, body => Assert.True(body.AsSpan().IndexOf("graft"u8) >= 0));
    }

    [Theory]
    [InlineData("collector", "grpc", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("http://localhost:4318", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL")]
    public void What_cannot_be_sent_to_is_refused(string endpoint, string protocol, string refused)
    {
        var settings = new ServeSettings
        {
            Models = ["m=m.onnx"],
            Configuration = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol },
        };
        Assert.Contains(refused, Assert.Throws<GraftException>(() => ServiceHost.Build(settings)).Message);
    }
}
