using Graft.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Graft.Serving.Tests;

/// <summary>Without keys: what a web page that a browser of this machine shows may not, and programs of this machine may.</summary>
public sealed class LocalCallerTests : IDisposable
{
    private const string Activate = "/v1/models/m/versions/newest";
    private readonly TestFolder _folder = new();

    private string Model => $"m={TinyModels.Write("classify", _folder["m.onnx"])}";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Host", "evil.example", "other-host")]
    [InlineData("Host", "localhost.evil.example:8080", "other-host")]
    [InlineData("Origin", "https://evil.example", "other-origin")]
    [InlineData("Origin", "null", "other-origin")]
    [InlineData("Origin", "http://localhost:3000", "other-origin")]
    [InlineData("Sec-Fetch-Site", "cross-site", "other-origin")]
    [InlineData("Sec-Fetch-Site", "same-site", "other-origin")]
    public async Task A_page_of_another_origin_reaches_nothing_that_keys_would_guard(string header, string value, string code)
    {
        await using var service = await TestService.Start(Model);
        (await Ask(service.Http, HttpMethod.Post, Activate, header, value)).Problem(403, code);
        (await Ask(service.Http, HttpMethod.Post, "/v1/models/m/rollback", header, value)).Problem(403, code);
        (await Ask(service.Http, HttpMethod.Get, "/v1/models", header, value)).Problem(403, code);
        (await Ask(service.Http, HttpMethod.Get, "/metrics", header, value)).Problem(403, code);
        (await Ask(service.Http, HttpMethod.Post, "/v1/models/m/predict", header, value)).Problem(403, code);
        Assert.Equal(200, (await Ask(service.Http, HttpMethod.Get, "/health/live", header, value)).Status);
    }

    [Fact]
    public async Task Programs_of_this_machine_and_its_own_page_are_answered()
    {
        await using var service = await TestService.Start(Model);
        var own = service.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        foreach (var (header, value) in new[] { ("X-None", "x"), ("Origin", own), ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"),
            ("Host", "localhost:80"), ("Host", "[::1]:80") })
            Assert.Equal(200, (await Ask(service.Http, HttpMethod.Post, Activate, header, value)).Status);
    }

    [Theory, InlineData("http://127.0.0.1:0", 200), InlineData("http://0.0.0.0:0", 403), InlineData("http://*:0", 403)]
    public async Task A_program_of_ones_own_without_keys_lets_versions_be_chosen_only_where_no_other_machine_can_ask(string url, int status)
    {
        await using var app = Program(url);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(app.Urls.First().Replace("//*", "//x")).Port}") };
        var answer = await Ask(http, HttpMethod.Post, Activate, "X-None", "x");
        Assert.True(answer.Status == status, answer.Text);
        if (status == 403) answer.Problem(403, "keys-needed");
        foreach (var (header, value) in new[] { ("X-Forwarded-For", "192.0.2.1"), ("x-forwarded-proto", "https"), ("X-Forwarded-Host", "photos.example"),
            ("X-Real-IP", "192.0.2.1"), ("Forwarded", "for=192.0.2.1"), ("Via", "1.1 proxy") })
            (await Ask(http, HttpMethod.Post, Activate, header, value)).Problem(403, "keys-needed");
        (await Ask(http, HttpMethod.Post, Activate, "Origin", "https://evil.example")).Problem(403, status == 403 ? "keys-needed" : "other-origin");
        // Whom it shows its models to is its own affair: it may stand behind a proxy, under any name.
        Assert.Equal(200, (await Ask(http, HttpMethod.Get, "/v1/models", "Host", "photos.example")).Status);
        await app.StopAsync();
    }

    private WebApplication Program(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Services.AddGraft(graft =>
        {
            graft.AddModel("m", TinyModels.Write("classify", _folder["m.onnx"]));
            graft.Limits = TestService.Limits;
        });
        var app = builder.Build();
        app.MapGraft();
        return app;
    }

    private static async Task<Answer> Ask(HttpClient http, HttpMethod method, string address, string header, string value)
    {
        var request = new HttpRequestMessage(method, address);
        if (method == HttpMethod.Post) request.Content = TestService.Raw(TinyModels.Jpeg());
        request.Headers.TryAddWithoutValidation(header, value);
        return await Answer.Of(await http.SendAsync(request));
    }
}
