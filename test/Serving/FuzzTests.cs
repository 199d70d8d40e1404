using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>Requests that are mutated at random from a seed; GRAFT_FUZZ asks for more of them.</summary>
public sealed class FuzzTests : IDisposable
{
    private const string Predict = "/v1/models/m/predict", Feedback = "/v1/models/m/feedback";
    private static readonly int[] Allowed = [200, 202, 400, 404, 405, 408, 409, 413, 415, 422, 429];
    private readonly TestFolder _folder = new();

    private static int Count => int.Parse(Environment.GetEnvironmentVariable("GRAFT_FUZZ") ?? "150");

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData("image"), InlineData("multipart"), InlineData("tensor"), InlineData("label"), InlineData("labelled image")]
    public async Task Mutated_requests_never_end_in_a_fault_and_the_service_answers_on(string kind)
    {
        await using var service = await Start();
        var good = await Body(kind);
        for (ulong seed = 1; seed <= (ulong)Count; seed++)
        {
            var bytes = Mutated(good.Bytes, SeededRandom.For(seed, kind));
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(good.Type);
            var answer = await service.Post(good.Address, content);
            Assert.True(Allowed.Contains(answer.Status), $"{kind}, seed {seed}: {answer.Status} {answer.Text}");
        }
        await AnswersOn(service);
    }

    [Fact]
    public async Task Mutated_headers_and_addresses_never_end_in_a_fault_and_the_service_answers_on()
    {
        using (var analyzer = FaceAnalyzer.Open()) FaceGallery.Create(_folder["staff.faces"], analyzer.Contract).Dispose();
        await using var service = await Start(_folder["staff.faces"]);
        var address = service.Http.BaseAddress!;
        string[] good =
        [
            .. EndpointTable.All.Concat(service.Service.Extensions[0].Endpoints).Select(endpoint => $"{endpoint.Method} {endpoint.Pattern}"
                .Replace("{name}", "m").Replace("{version}", "1").Replace("{gallery}", "staff").Replace("{person}", "Ann").Replace("{subject}", "Ann")),
            "POST /v1/models/m/versions/1?as=canary&share=0.1&by=image&max-slowdown=2", "POST /v1/models/m/predict?timeout-ms=2000",
        ];
        HashSet<int?> seen = [];
        for (ulong seed = 1; seed <= 4 * (ulong)Count; seed++) // most of them are no longer HTTP
        {
            var random = SeededRandom.For(seed, "headers");
            var request = $"{good[random.Next(good.Length)]} HTTP/1.1\r\nHost: {address.Authority}\r\nOrigin: http://{address.Authority}\r\n"
                + "X-Request-Id: a1\r\nX-Api-Key: abc\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"
                + "Content-Type: image/jpeg\r\nContent-Length: 4\r\nInference-Header-Content-Length: 2\r\nConnection: close\r\n\r\n{}{}";
            var status = await Status(address, Mutated(Encoding.Latin1.GetBytes(request), random, isText: random.Next(4) > 0));
            Assert.True(status is null or 403 or 414 or 431 or 503 or 505 || Allowed.Contains(status.Value), $"headers, seed {seed}: {status}");
            seen.Add(status);
        }
        Assert.Superset(new HashSet<int?> { 200, 400, 415 }, seen); // they come through to the addresses
        await AnswersOn(service);
    }

    // The status of an answer; null where the connection was closed without one: nobody can answer what is not HTTP.
    private static async Task<int?> Status(Uri address, byte[] request)
    {
        using var client = new TcpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client.ConnectAsync(address.Host, address.Port, patience.Token);
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(request, patience.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return (await reader.ReadLineAsync(patience.Token))?.Split(' ') is [_, var code, ..] ? int.Parse(code) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private Task<TestService> Start(params string[] galleries)
    {
        TinyModels.Write("classify", _folder["models/m/1.onnx"]);
        TinyModels.Classifier(_folder["models/m/2.onnx"], 2);
        return TestService.Start(new ServeSettings
        {
            Folder = _folder["models"],
            Galleries = galleries,
            Limits = TestService.Limits,
            Watch = new(),
            Review = new(_folder["review"]) { Share = 1 },
        });
    }

    private static async Task AnswersOn(TestService service)
    {
        Assert.Equal(200, (await service.Post(Predict, TestService.Raw(TinyModels.Jpeg()))).Status);
        await StatusTests.Settled(service);
    }

    private static async Task<(string Address, byte[] Bytes, string Type)> Body(string kind)
    {
        if (kind == "image") return (Predict, TinyModels.Jpeg(), "image/jpeg");
        if (kind == "labelled image") return ($"{Feedback}?label=one", TinyModels.Jpeg(), "image/jpeg");
        if (kind == "label") return (Feedback, """{"requestId":"0123","image":1,"label":"one"}"""u8.ToArray(), "application/json");
        if (kind == "multipart")
        {
            var parts = TestService.Parts(("a.jpg", TinyModels.Jpeg(20, 20)), ("b.jpg", TinyModels.Jpeg(30, 20)));
            return (Predict, await parts.ReadAsByteArrayAsync(), parts.Headers.ContentType!.ToString());
        }
        var input = """{"name":"images","shape":[1,2,2,3],"datatype":"UINT8","data":[1,2,3,[4,5,6],7,8,9,10,11,12]}""";
        var text = $$"""{"id":"1","inputs":[{{input}}],"outputs":[{"name":"scores"}]}""";
        return ("/v2/models/m/infer", Encoding.UTF8.GetBytes(text), "application/json");
    }

    private static byte[] Mutated(byte[] good, SeededRandom random, bool isText = false)
    {
        var bytes = good.ToList();
        for (var change = random.Next(4); change >= 0 && bytes.Count > 2; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = Any(); break;
                case 1: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Next(40))); break;
                case 2: bytes.InsertRange(at, Enumerable.Range(0, 1 + random.Next(20)).Select(_ => Any())); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - 1), 1)); break;
            }
        }
        return [.. bytes];

        byte Any() => (byte)(isText ? ' ' + random.Next(95) : random.Next(256));
    }
}
