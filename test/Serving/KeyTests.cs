using Graft.Cli;

namespace Graft.Serving.Tests;

public sealed class KeyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string File => _folder["keys.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_key_allows_what_its_scopes_say_and_the_file_does_not_hold_it()
    {
        var camera = await Add("camera", "--scopes", "predict");
        var scraper = await Add("scraper", "--scopes", "metrics");
        var admin = await Add("boss", "--scopes", "admin");
        Assert.DoesNotContain(camera, System.IO.File.ReadAllText(File));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        await using var service = await Start();

        (await Ask(service, "/v1/models", null)).Problem(401, "no-key");
        (await Ask(service, "/v1/models", camera[..^1])).Problem(401, "no-key");
        (await Ask(service, "/v1/models", "")).Problem(401, "no-key");
        (await Ask(service, "/v1/models", scraper)).Problem(403, "wrong-scope");
        (await Ask(service, "/metrics", camera)).Problem(403, "wrong-scope");
        (await Ask(service, "/v1/models/m/rollback", camera, HttpMethod.Post)).Problem(403, "wrong-scope");
        Assert.Equal(200, (await Ask(service, "/v1/models", camera)).Status);
        Assert.Equal(200, (await Ask(service, "/metrics", scraper)).Status);
        Assert.Equal(200, (await Ask(service, "/metrics", admin)).Status);
        foreach (var open in new[] { "/health/live", "/health/ready", "/openapi.json", "/" }) Assert.Equal(200, (await Ask(service, open, null)).Status);
        service.Http.DefaultRequestHeaders.Add("X-Api-Key", camera);
        Assert.Equal(200, (await service.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()))).Status);
    }

    [Fact]
    public async Task A_rate_is_kept_and_said_with_when_to_ask_again()
    {
        var key = await Add("slow", "--rate", "6/min");
        await using var service = await Start();
        service.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Assert.Equal(200, (await service.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()))).Status);
        var refused = await service.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()));
        Assert.InRange(refused.Problem(429, "rate-limited").GetProperty("retryAfter").GetInt32(), 1, 10);
        Assert.Equal(200, (await service.Get("/v1/models")).Status);
    }

    [Fact]
    public async Task Without_the_file_of_keys_nobody_has_one_and_with_a_broken_one_those_of_before()
    {
        var key = await Add("camera");
        var text = System.IO.File.ReadAllText(File);
        await using var service = await Start();
        Assert.Equal(200, (await Ask(service, "/v1/models", key)).Status);
        System.IO.File.WriteAllText(File, "{broken");
        await Task.Delay(1500);
        Assert.Equal(200, (await Ask(service, "/v1/models", key)).Status);
        System.IO.File.Delete(File);
        await Until(401);
        System.IO.File.WriteAllText(File, text);
        await Until(200);

        async Task Until(int status)
        {
            for (var i = 0; i < 60 && (await Ask(service, "/v1/models", key)).Status != status; i++) await Task.Delay(50);
            Assert.Equal(status, (await Ask(service, "/v1/models", key)).Status);
        }
    }

    [Fact]
    public async Task A_revoked_key_and_one_that_has_expired_open_nothing()
    {
        var key = await Add("gone");
        var old = KeyFile.Add(File, "old", hash => new StoredKey("old", hash, ["predict"]) { Expires = DateTimeOffset.UtcNow.AddDays(-1) });
        await using var service = await Start();
        (await Ask(service, "/v1/models", old)).Problem(401, "key-expired");
        Assert.Equal(200, (await Ask(service, "/v1/models", key)).Status);
        Assert.Equal(0, await CommandLine.Run(["serve", "keys", "revoke", "gone", "--keys", File], new Terminal(new StringWriter(), new StringWriter())));
        for (var i = 0; i < 60 && (await Ask(service, "/v1/models", key)).Status == 200; i++) await Task.Delay(50);
        (await Ask(service, "/v1/models", key)).Problem(401, "no-key");
    }

    [Theory]
    [InlineData("http://0.0.0.0:0"), InlineData("http://*:0"), InlineData("http://[::]:0"), InlineData("http://192.168.1.5:80"),
        InlineData("http://example.org")]
    public void Without_keys_other_machines_are_not_served(string url)
    {
        var settings = new ServeSettings { Models = ["m.onnx"], Urls = [url] };
        Assert.Contains("graft serve keys add", Assert.Throws<GraftException>(() => settings.Validate([])).Message);
        (settings with { Keys = "keys.json" }).Validate([]);
    }

    [Theory]
    [InlineData("hash", "\"abc\""), InlineData("hash", "\"graft_secret\""), InlineData("hash", "\"ZZ\"", 32), InlineData("hash", "null")]
    [InlineData("name", "\"a b\""), InlineData("scopes", "[\"none\"]"), InlineData("scopes", "[\"6\"]"), InlineData("scopes", "[\"predict, admin\"]")]
    [InlineData("scopes", "[\"\"]"), InlineData("scopes", "[null]"), InlineData("rate", "0"), InlineData("rate", "-1")]
    public async Task A_file_of_keys_that_was_written_wrongly_by_hand_is_refused_and_not_repeated(string what, string value, int times = 1)
    {
        var key = await Add("camera");
        var node = System.Text.Json.Nodes.JsonNode.Parse(System.IO.File.ReadAllText(File))!;
        node["keys"]![0]![what] = System.Text.Json.Nodes.JsonNode.Parse(times == 1 ? value : $"\"{string.Concat(Enumerable.Repeat(value.Trim('"'), times))}\"");
        System.IO.File.WriteAllText(File, node.ToJsonString());
        var refused = Assert.Throws<GraftException>(() => KeyFile.Read(File));
        Assert.Contains("The file of keys", refused.Message);
        Assert.DoesNotContain("graft_secret", refused.Message);
        Assert.NotEmpty(key);
    }

    [Theory]
    [InlineData("20/s", 20), InlineData("600/min", 10), InlineData("0.5/s", 0.5)]
    public void Rates_are_read(string text, double expected) => Assert.Equal(expected, StoredKey.RateOf(text));

    [Theory]
    [InlineData("20"), InlineData("0/s"), InlineData("-1/s"), InlineData("x/s"), InlineData("20/h"), InlineData("NaN/s")]
    public void Wrong_rates_are_refused(string text) => Assert.Throws<GraftException>(() => StoredKey.RateOf(text));

    private async Task<string> Add(string name, params string[] options)
    {
        var output = new StringWriter();
        Assert.Equal(0, await CommandLine.Run(["serve", "keys", "add", name, "--keys", File, .. options], new Terminal(output, new StringWriter())));
        return output.ToString().Trim();
    }

    private Task<TestService> Start() =>
        TestService.Start(new ServeSettings { Models = [$"m={TinyModels.Write("classify", _folder["m.onnx"])}"], Keys = File, Limits = TestService.Limits });

    private static async Task<Answer> Ask(TestService service, string address, string? key, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return await Answer.Of(await service.Http.SendAsync(request));
    }
}
