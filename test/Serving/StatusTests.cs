using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Graft.Serving.Tests;

public sealed class StatusTests : IDisposable
{
    private const string Predict = "/v1/models/m/predict";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wrong_requests_are_refused_with_the_limit_and_never_a_path_of_the_machine()
    {
        await using var service = await Start(TestService.Limits with { MaxBodyBytes = 100_000, BytesInFlight = 800_000, MaxImages = 2, MaxPixels = 10_000 });
        var jpeg = TinyModels.Jpeg();
        (await service.Post(Predict + "?timeout-ms=soon", TestService.Raw(jpeg))).Problem(400, "bad-request");
        (await service.Post(Predict, TestService.Raw([]))).Problem(400, "bad-request");
        (await service.Post(Predict, TestService.Raw("--x\r\n"u8.ToArray(), "multipart/form-data; boundary=x"))).Problem(400, "bad-request");
        (await service.Post(Predict, TestService.Raw(jpeg, "multipart/form-data"))).Problem(400, "bad-request");
        var nameless = "--x\r\nContent-Disposition: form-data; name=a; filename*=\r\n\r\nabc\r\n--x--\r\n";
        (await service.Post(Predict, TestService.Raw(Encoding.ASCII.GetBytes(nameless), "multipart/form-data; boundary=x"))).Problem(400, "bad-request");
        foreach (var other in new[] { "other", "my photos" })
            Assert.Contains($"'{other}'", (await service.Post($"/v1/models/{other}/predict", TestService.Raw(jpeg))).Problem(404, "no-model").ToString());
        Assert.Contains("/nothing/here", (await service.Get("/nothing/here")).Problem(404, "no-address").ToString());
        (await service.Get(Predict)).Problem(405, "wrong-method");
        Assert.Equal(100_000, (await service.Post(Predict, TestService.Raw(new byte[100_001]))).Problem(413, "body-too-large").GetProperty("limit").GetInt64());
        Assert.Equal(2, (await service.Post(Predict, TestService.Parts(("a", jpeg), ("b", jpeg), ("c", jpeg)))).Problem(413,
            "too-many-images").GetProperty("limit").GetInt32());
        Assert.Equal(10_000, (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg(101, 100)))).Problem(413,
            "image-too-large").GetProperty("limit").GetInt32());
        (await service.Post(Predict, TestService.Raw(jpeg, "text/plain"))).Problem(415, "not-an-image");
        (await service.Post(Predict, TestService.Raw("this is no image"u8.ToArray()))).Problem(415, "not-an-image");
        (await service.Post(Predict, TestService.Raw([.. "II*\0"u8, .. new byte[100]]))).Problem(415, "not-an-image");
        (await service.Post(Predict, TestService.Raw(jpeg[..(jpeg.Length / 2)]))).Problem(422, "image-unreadable");
        Assert.Equal(200, (await service.Post(Predict, TestService.Raw(jpeg))).Status);
    }

    [Fact]
    public async Task Refusals_speak_of_nothing_that_only_the_owner_of_the_machine_has()
    {
        await using var service = await Start(TestService.Limits with { MaxPixels = 10_000 });
        var jpeg = TinyModels.Jpeg();
        foreach (var bytes in new[] { "no image"u8.ToArray(), [.. "II*\0"u8, .. new byte[100]], jpeg[..(jpeg.Length / 2)], TinyModels.Jpeg(101, 100) })
        {
            var alone = (await service.Post(Predict, TestService.Raw(bytes))).Json.GetProperty("detail").GetString()!;
            var among = (await service.Post(Predict, TestService.Parts(("a.jpg", bytes), ("b.jpg", jpeg)))).Json.GetProperty("predictions")[0];
            foreach (var text in new[] { alone, among.GetProperty("error").GetString()! })
                foreach (var word in new[] { "folder", "delete", "--", "tiff was", "leave it out", "Options" })
                    Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_body_without_a_length_is_stopped_at_the_limit()
    {
        await using var service = await Start(TestService.Limits with { MaxBodyBytes = 50_000, BytesInFlight = 400_000 });
        var request = new HttpRequestMessage(HttpMethod.Post, Predict) { Content = new StreamContent(new MemoryStream(new byte[80_000])) };
        request.Headers.TransferEncodingChunked = true;
        (await Answer.Of(await service.Http.SendAsync(request))).Problem(413, "body-too-large");
        await Settled(service);
    }

    [Fact]
    public async Task A_client_that_sends_too_slowly_is_told_so_and_holds_nothing_afterwards()
    {
        await using var service = await Start(TestService.Limits with { BodyTimeout = TimeSpan.FromMilliseconds(300) });
        using var client = await Announce(service, 5000);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync());
        await Settled(service);
    }

    [Fact]
    public async Task A_body_has_no_more_time_than_the_answer()
    {
        await using var service = await Start(TestService.Limits with { Timeout = TimeSpan.FromMilliseconds(400), BodyTimeout = TimeSpan.FromMinutes(5) });
        foreach (var (query, line) in new[] { ("", "HTTP/1.1 408 Request Timeout"), ("?timeout-ms=200", "HTTP/1.1 504 Gateway Timeout") })
        {
            using var client = await Announce(service, 5000, query);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            Assert.Equal(line, await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        }
        await Settled(service);
    }

    [Fact]
    public async Task A_length_that_is_announced_takes_no_memory_before_its_bytes_come()
    {
        await using var service = await Start(TestService.Limits);
        using var client = await Announce(service, 30_000_000);
        for (var i = 0; i < 200 && service.Service.Bytes.Taken == 0; i++) await Task.Delay(20);
        Assert.InRange(service.Service.Bytes.Taken, 1, 64 << 10);
    }

    [Fact]
    public async Task Bodies_that_would_take_more_memory_than_all_may_have_are_refused()
    {
        await using var service = await Start(TestService.Limits with { MaxBodyBytes = 60_000, BytesInFlight = 240_000 });
        Assert.True(service.Service.Bytes.TryTake(200_000));
        (await service.Post(Predict, TestService.Raw(new byte[40_000]))).Problem(429, "queue-full");
        service.Service.Bytes.GiveBack(200_000);
        Assert.Equal(200, (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Status);
        await Settled(service);
    }

    [Fact]
    public async Task What_cannot_be_answered_in_time_is_refused_or_told_to_be_late()
    {
        await using var service = await TestService.Start(new ServeSettings
        {
            Models = [$"m={TinyModels.Write("instances", _folder["i.onnx"])}"],
            Limits = TestService.Limits with { Timeout = TimeSpan.FromSeconds(60) },
        });
        var late = await service.Post(Predict + "?timeout-ms=1", TestService.Raw(TinyModels.Jpeg()));
        Assert.Equal(1, late.Problem(504, "too-late").GetProperty("limit").GetInt32());
        var waiting = Enumerable.Range(0, 24).Select(_ => service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).ToList();
        for (var i = 0; i < 200 && service.Service.Queue.Count < 8; i++) await Task.Delay(5);
        // Each is now thought to take an hour: who has half a second is refused before the body is read, and told when to ask again.
        service.Service.Models.Find("m")!.Current!.Took(Stopwatch.GetTimestamp() - 3600L * Stopwatch.Frequency * 10, 1);
        var refused = await service.Post(Predict + "?timeout-ms=500", TestService.Raw(TinyModels.Jpeg()));
        Assert.True(refused.Problem(429, "queue-full").GetProperty("retryAfter").GetInt32() > 100);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Contains(answer.Status, new[] { 200, 429 }));
        await Settled(service);
    }

    [Fact]
    public async Task A_service_that_is_stopping_is_not_ready_and_then_takes_nothing_more()
    {
        await using var service = await Start(TestService.Limits with { Drain = TimeSpan.FromMilliseconds(700) });
        Assert.Equal(200, (await service.Get("/health/ready")).Status);
        var draining = service.Service.Drain(CancellationToken.None);
        (await service.Get("/health/ready")).Problem(503, "draining");
        Assert.Equal(503, (await service.Get("/v2/health/ready")).Status);
        Assert.Equal(200, (await service.Get("/health/live")).Status);
        Assert.Equal(200, (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Status);
        await draining;
        (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Problem(503, "draining");
    }

    /// <summary>Fails unless everything that bodies took is given back.</summary>
    internal static async Task Settled(TestService service)
    {
        for (var i = 0; i < 100 && service.Service.Bytes.Taken > 0; i++) await Task.Delay(20);
        Assert.Equal(0, service.Service.Bytes.Taken);
    }

    // Sends three bytes of a body that is to be longer.
    private static async Task<TcpClient> Announce(TestService service, int length, string query = "")
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", service.Http.BaseAddress!.Port);
        var head = $"POST {Predict}{query} HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\nabc";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        return client;
    }

    private Task<TestService> Start(Graft.Runtime.ServingLimits limits) =>
        TestService.Start(new ServeSettings { Models = [$"m={TinyModels.Write("classify", _folder["m.onnx"])}"], Limits = limits });
}
