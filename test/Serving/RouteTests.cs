using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace Graft.Serving.Tests;

public sealed partial class RouteTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_address_is_in_the_openapi_document_and_answers()
    {
        await using var service = await TestService.Start(new ServeSettings
        {
            Models = [$"m={TinyModels.Write("classify", _folder["m.onnx"])}"],
            Limits = TestService.Limits,
            Watch = new(),
            Review = new(_folder["review"]),
        });
        var document = (await service.Get("/openapi.json")).Json;
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        Assert.Equal(EndpointTable.All.Select(one => $"{one.Method.ToLowerInvariant()} {one.Pattern}").Order(StringComparer.Ordinal),
            document.GetProperty("paths").EnumerateObject().SelectMany(path =>
                path.Value.EnumerateObject().Select(one => $"{one.Name} {path.Name}")).Order(StringComparer.Ordinal));
        foreach (var endpoint in EndpointTable.All.Where(one => one.Method == "GET"))
        {
            var address = endpoint.Pattern.Replace("{name}", "m").Replace("{version}", service.Service.Models.Find("m")!.Current!.Version);
            var answer = await service.Get(address);
            Assert.True(answer.Status == 200, $"{endpoint.Pattern}: {answer.Text}");
            var head = await Answer.Of(await service.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, address)));
            Assert.Equal((200, ""), (head.Status, head.Text));
            Assert.Equal(answer.Message.Content.Headers.ContentType, head.Message.Content.Headers.ContentType);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        }
    }

    [Fact]
    public async Task What_an_endpoint_answers_when_it_is_not_ready_is_in_the_document()
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        var paths = (await service.Get("/openapi.json")).Json.GetProperty("paths");
        await service.Service.Drain(CancellationToken.None);
        foreach (var address in new[] { "/health/ready", "/v2/health/ready", "/v2/models/{name}/ready", "/v2/models/{name}/versions/{version}/ready" })
        {
            Assert.Equal(503, (await service.Get(address.Replace("{name}", "m").Replace("{version}",
                service.Service.Models.Find("m")!.Current!.Version))).Status);
            Assert.True(paths.GetProperty(address).GetProperty("get").GetProperty("responses").TryGetProperty("503", out _), address);
        }
    }

    [Fact]
    public async Task The_page_needs_no_other_host()
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        var page = await service.Get("/");
        Assert.DoesNotContain("//", page.Text.Replace("/ 300", ""));
        Assert.Contains("default-src 'none'", page.Header("Content-Security-Policy"));
    }

    [Fact]
    public async Task Metrics_count_what_was_asked_in_prometheus_text()
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        for (var i = 0; i < 3; i++) await service.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()));
        await service.Post("/v1/models/m/predict", TestService.Raw("no image"u8.ToArray()));
        var text = (await service.Get("/metrics")).Text;
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
        Assert.Contains("graft_requests_total{address=\"/v1/models/{name}/predict\",outcome=\"done\"} 3\n", text);
        Assert.Contains("graft_requests_total{address=\"/v1/models/{name}/predict\",outcome=\"not-an-image\"} 1\n", text);
        Assert.Contains("graft_images_total{model=\"m\",outcome=\"answered\"} 3\n", text);
        Assert.Contains("graft_phase_seconds_count{model=\"m\",phase=\"run\"} 3\n", text);
        Assert.Contains("graft_phase_seconds_bucket{model=\"m\",phase=\"run\",le=\"+Inf\"} 3\n", text);
        Assert.Contains("graft_ready 1\n", text);
        Assert.Contains("# HELP graft_ready 1 when every model and gallery answers.", text);
        Assert.Contains("graft_queue_images 0\n", text);
    }

    [Fact]
    public void Labels_are_escaped()
    {
        using var meter = new Meter("test");
        using var prometheus = new PrometheusText(meter);
        meter.CreateCounter<long>("counted", description: "x").Add(2, new KeyValuePair<string, object?>("name", "a\"b\\c\n"));
        Assert.Contains("counted_total{name=\"a\\\"b\\\\c\\n\"} 2", prometheus.Write());
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="([^"\\]|\\.)*"(,[a-z]+="([^"\\]|\\.)*")*\})? [-+0-9.eEInf]+)$""")]
    private static partial Regex Line();
}
