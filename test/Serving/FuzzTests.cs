using System.Net.Http.Headers;
using System.Text;

namespace Graft.Serving.Tests;

/// <summary>Requests that are mutated at random from a seed; GRAFT_FUZZ asks for more of them.</summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly int[] Allowed = [200, 400, 404, 405, 408, 413, 415, 422, 429];
    private readonly TestFolder _folder = new();

    private static int Count => int.Parse(Environment.GetEnvironmentVariable("GRAFT_FUZZ") ?? "150");

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData("image"), InlineData("multipart"), InlineData("json")]
    public async Task Mutated_requests_never_end_in_a_fault_and_the_service_answers_on(string kind)
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        var good = await Body(kind);
        for (ulong seed = 1; seed <= (ulong)Count; seed++)
        {
            var bytes = Mutated(good.Bytes, SeededRandom.For(seed, kind));
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(good.Type);
            var answer = await service.Post(kind == "json" ? "/v2/models/m/infer" : "/v1/models/m/predict", content);
            Assert.True(Allowed.Contains(answer.Status), $"{kind}, seed {seed}: {answer.Status} {answer.Text}");
        }
        Assert.Equal(200, (await service.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()))).Status);
        await StatusTests.Settled(service);
    }

    private static async Task<(byte[] Bytes, string Type)> Body(string kind)
    {
        if (kind == "image") return (TinyModels.Jpeg(), "image/jpeg");
        if (kind == "multipart")
        {
            var parts = TestService.Parts(("a.jpg", TinyModels.Jpeg(20, 20)), ("b.jpg", TinyModels.Jpeg(30, 20)));
            return (await parts.ReadAsByteArrayAsync(), parts.Headers.ContentType!.ToString());
        }
        var input = """{"name":"images","shape":[1,2,2,3],"datatype":"UINT8","data":[1,2,3,[4,5,6],7,8,9,10,11,12]}""";
        var text = $$"""{"id":"1","inputs":[{{input}}],"outputs":[{"name":"scores"}]}""";
        return (Encoding.UTF8.GetBytes(text), "application/json");
    }

    private static byte[] Mutated(byte[] good, SeededRandom random)
    {
        var bytes = good.ToList();
        for (var change = random.Next(4); change >= 0 && bytes.Count > 2; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Next(40))); break;
                case 2: bytes.InsertRange(at, Enumerable.Range(0, 1 + random.Next(20)).Select(_ => (byte)random.Next(256))); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - 1), 1)); break;
            }
        }
        return [.. bytes];
    }
}
