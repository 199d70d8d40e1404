using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Graft.Artifacts;
using Graft.Runtime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Graft.Serving.Tests;

public sealed class OpenInferenceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Tasks => [.. TinyModels.Tasks];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Tasks))]
    public async Task Ready_pixels_give_the_outputs_that_the_metadata_names(string task)
    {
        await using var service = await TestService.Start($"m={TinyModels.Write(task, _folder["m.onnx"])}");
        var metadata = (await service.Get("/v2/models/m")).Json;
        Assert.Equal("images", metadata.GetProperty("inputs")[0].GetProperty("name").GetString());
        var pixels = TinyModels.Image(64, 64).Pixels;

        var json = await service.Post("/v2/models/m/infer", Json(pixels, "[1, 64, 64, 3]"));
        var binary = await service.Http.PostAsync("/v2/models/m/infer", Binary(pixels, "[1, 64, 64, 3]"));

        Assert.True(json.Status == 200, json.Text);
        var outputs = json.Json.GetProperty("outputs").EnumerateArray().ToList();
        Assert.Equal(metadata.GetProperty("outputs").EnumerateArray().Select(one => one.GetProperty("name").GetString()),
            outputs.Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("7", json.Json.GetProperty("id").GetString());
        var (head, tail) = await Parts(binary);
        var at = 0;
        foreach (var (text, raw) in outputs.Zip(head.GetProperty("outputs").EnumerateArray()))
        {
            Assert.Equal(text.GetProperty("shape").ToString(), raw.GetProperty("shape").ToString());
            var size = raw.GetProperty("parameters").GetProperty("binary_data_size").GetInt32();
            var values = text.GetProperty("data").EnumerateArray().Select(one => one.GetDouble()).ToArray();
            var width = values.Length == 0 ? 1 : size / values.Length;
            var type = text.GetProperty("datatype").GetString()!;
            for (var i = 0; i < values.Length; i++) Assert.Equal(values[i], Value(tail.AsSpan(at + i * width, width), type), 1e-5);
            at += size;
        }
        Assert.Equal(tail.Length, at);
    }

    [Fact]
    public async Task Scores_are_those_of_the_predictor()
    {
        var model = TinyModels.Write("classify", _folder["m.onnx"]);
        byte[] pixels = [.. ProbeImages.Make(3, TinyModels.Square), .. ProbeImages.Make(4, TinyModels.Square)];
        using var predictor = ClassificationPredictor.Open(model);
        var expected = predictor.Scores(pixels, 2);
        await using var service = await TestService.Start($"m={model}");
        var answer = await service.Post("/v2/models/m/infer", Json(pixels, "[2, 64, 64, 3]"));
        var scores = answer.Json.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(one => one.GetDouble()).ToArray();
        Assert.Equal(expected.Length, scores.Length);
        for (var i = 0; i < scores.Length; i++) Assert.Equal(expected[i], scores[i], 1e-5);
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,1,1,3],"data":[1,2,3]}],"outputs":[{"name":"boxes"}]}""", "bad-request")]
    [InlineData("{", "bad-request")]
    [InlineData("null", "bad-request")]
    [InlineData("[]", "bad-request")]
    [InlineData("""{"inputs":[]}""", "bad-request")]
    [InlineData("""{"inputs":[null]}""", "bad-request")]
    [InlineData("""{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,64,64,3]}]}""", "bad-request")]
    [InlineData("""{"inputs":[{"name":"images","datatype":"FP32","shape":[1,1,1,3],"data":[1,2,3]}]}""", "bad-request")]
    [InlineData("""{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,1,1,3],"data":[1,2,300]}]}""", "bad-request")]
    [InlineData("""{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,1,1,3],"data":[1,2,3]}]}""", "bad-request")]
    [InlineData("""{"inputs":[{"name":"images","datatype":"UINT8","shape":[-1,1,1,3],"data":[1,2,3]}]}""", "bad-request")]
    [InlineData("""{"inputs":[{"name":"images","datatype":"UINT8","shape":[60000,60000,60000,3],"data":[1,2,3]}]}""", "bad-request")]
    [InlineData("""{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,1,1,3],"parameters":{"binary_data_size":99}}]}""", "bad-request")]
    public async Task Wrong_tensors_are_refused(string body, string code)
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        (await service.Post("/v2/models/m/infer", new StringContent(body, Encoding.UTF8, "application/json"))).Problem(400, code);
        await StatusTests.Settled(service);
    }

    [Theory]
    [InlineData("[1, 2]", "The shape needs 3 numbers, there are 2.")]
    [InlineData("[[1,2],[3,4]]", "The shape needs 3 numbers, there are 4.")]
    [InlineData("[1]", "The shape needs 3 numbers, there are fewer.")]
    [InlineData("[1,2,256]", "The data are numbers from 0 to 255.")]
    public async Task Data_that_do_not_fit_the_shape_are_told_from_numbers_that_are_none(string data, string detail)
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        var body = $$"""{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,1,1,3],"data":{{data}}}]}""";
        Assert.Equal(detail, (await service.Post(Infer, Text(body))).Problem(400, "bad-request").GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_shape_is_held_against_the_limits_before_its_data_are_read()
    {
        await using var service = await TestService.Start(new ServeSettings
        {
            Models = [$"m={TinyModels.Write("classify", _folder["m.onnx"])}"],
            Limits = TestService.Limits with { MaxPixels = 1000, MaxImages = 2 },
        });
        var (many, large) = (string.Join(',', Enumerable.Repeat("\"x\"", 20_000)), string.Join(',', Enumerable.Repeat("999", 20_000)));
        (await service.Post(Infer, Text($$"""{"inputs":[{"data":[{{many}}],"name":"images","datatype":"UINT8","shape":[3,2,2,3]}]}""")))
            .Problem(413, "too-many-images");
        (await service.Post(Infer, Text($$"""{"inputs":[{"data":[{{large}}],"name":"images","datatype":"UINT8","shape":[1,40,40,3]}]}""")))
            .Problem(413, "image-too-large");
        await StatusTests.Settled(service);
    }

    [Theory]
    [InlineData("inputs", "{}"), InlineData("outputs", "{}"), InlineData("parameters", "[[]]"), InlineData("more", "{\"data\":1}")]
    public async Task Only_the_data_of_a_request_may_be_long(string what, string filling)
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        var body = $"{{\"{what}\":[{string.Join(',', Enumerable.Repeat(filling, 50_000))}]}}";
        Assert.Contains("Beside its data", (await service.Post(Infer, Text(body))).Problem(400, "bad-request").ToString());
    }

    [Theory, InlineData("text/plain"), InlineData("image/jpeg"), InlineData("multipart/form-data; boundary=x"), InlineData("application/xml")]
    public async Task What_is_no_tensor_by_its_type_is_refused(string type)
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        (await service.Post(Infer, TestService.Raw("{}"u8.ToArray(), type))).Problem(415, "not-a-tensor");
    }

    [Fact]
    public async Task A_version_that_is_asked_for_is_answered_by_no_other_that_takes_its_place_meanwhile()
    {
        foreach (var version in new[] { 1, 2 }) TinyModels.Classifier(_folder[$"models/m/{version}.onnx"], version);
        await using var service = await TestService.Start(new ServeSettings { Folder = _folder["models"], Limits = TestService.Limits });
        var name = service.Service.Models.Find("m")!;
        var http = new DefaultHttpContext();
        (http.Request.RouteValues["name"], http.Request.RouteValues["version"]) = ("m", "2");
        http.Features.Set<IHttpMaxRequestBodySizeFeature>(new Swapping(() => name.Activate("1"))); // it is asked when the address was read
        var refusal = await Assert.ThrowsAsync<ServingProblem>(() => new V2InferEndpoint("/versions/{version}").Handle(http, service.Service, new("", "id")));
        Assert.Equal("no-version", refusal.Code);
        Assert.Equal("1", name.Current!.Version);
        await StatusTests.Settled(service);
    }

    private const string Infer = "/v2/models/m/infer";

    private static StringContent Text(string json) => new(json, Encoding.UTF8, "application/json");

    private static StringContent Json(byte[] pixels, string shape) => new(
        $$"""{"id":"7","inputs":[{"name":"images","shape":{{shape}},"datatype":"UINT8","data":[{{string.Join(',', pixels)}}]}]}""",
        Encoding.UTF8, "application/json");

    private static ByteArrayContent Binary(byte[] pixels, string shape)
    {
        var input = $$$"""{"name":"images","shape":{{{shape}}},"datatype":"UINT8","parameters":{"binary_data_size":{{{pixels.Length}}}}}""";
        var json = Encoding.UTF8.GetBytes($$$"""{"inputs":[{{{input}}}],"parameters":{"binary_data_output":true}}""");
        var content = new ByteArrayContent([.. json, .. pixels]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add(InferResponse.LengthHeader, json.Length.ToString());
        return content;
    }

    private static async Task<(JsonElement Head, byte[] Tail)> Parts(HttpResponseMessage message)
    {
        var bytes = await message.Content.ReadAsByteArrayAsync();
        Assert.True(message.IsSuccessStatusCode, Encoding.UTF8.GetString(bytes));
        var length = int.Parse(message.Headers.GetValues(InferResponse.LengthHeader).Single());
        return (JsonDocument.Parse(bytes.AsMemory(0, length)).RootElement, bytes[length..]);
    }

    private sealed class Swapping(Action swap) : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly
        {
            get
            {
                swap();
                return true;
            }
        }

        public long? MaxRequestBodySize { get; set; }
    }

    private static double Value(ReadOnlySpan<byte> bytes, string type) => type switch
    {
        "FP32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "INT64" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => bytes[0],
    };
}
