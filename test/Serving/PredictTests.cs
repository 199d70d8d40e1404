using System.Text.Json;
using System.Text.RegularExpressions;
using Graft.Artifacts;
using Graft.Cli;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Serving.Tests;

public sealed class PredictTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Tasks => [.. TinyModels.Tasks];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_a_form_images_are_read_with_or_without_a_name_and_nothing_else()
    {
        await using var service = await TestService.Start($"m={TinyModels.Write("classify", _folder["m.onnx"])}");
        var form = new MultipartFormDataContent
        {
            { new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), "meta" },
            { TestService.Raw(TinyModels.Jpeg()), "image" },
        };
        Assert.Equal(1, (await service.Post("/v1/models/m/predict", form)).Json.GetProperty("predictions").GetArrayLength());
    }

    [Fact]
    public async Task An_abstaining_service_says_its_decision_and_refuses_models_that_cannot()
    {
        var model = TinyModels.Write("classify", _folder["m.onnx"]);
        var (confidences, labels) = Abstention.Pack([.. Enumerable.Repeat(new HeldOutAnswer(0.999f, 0, true), 40)]);
        var data = new AbstentionData { Source = "made up", Confidences = confidences, Labels = labels, Dimensions = 0, Embeddings = [], Distances = 0 };
        ModelFile.WriteAdditions(model, additions => additions with { Abstention = data.ToJson() });
        var settings = new ServeSettings { Models = [$"m={model}"], Limits = TestService.Limits with { Abstain = 0.1 } };
        await using (var service = await TestService.Start(settings))
        {
            var answer = (await service.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()))).Json.GetProperty("predictions")[0];
            Assert.Equal("unsure", answer.GetProperty("decision").GetString());
            Assert.False(answer.TryGetProperty("class", out _));
            Assert.True(answer.TryGetProperty("scores", out _));
        }
        var detector = TinyModels.Write("detect", _folder["d.onnx"]);
        // Beside a classifier the others answer as ever.
        await using (var both = await TestService.Start(settings with { Models = [$"m={model}", $"d={detector}"] }))
        {
            Assert.Equal("unsure", (await both.Post("/v1/models/m/predict", TestService.Raw(TinyModels.Jpeg()))).Json.GetProperty("predictions")[0]
                .GetProperty("decision").GetString());
            Assert.True((await both.Post("/v1/models/d/predict", TestService.Raw(TinyModels.Jpeg()))).Json.GetProperty("predictions")[0]
                .TryGetProperty("objects", out _));
        }
        var refused = await Assert.ThrowsAsync<GraftException>(() => TestService.Start(settings with { Models = [$"d={detector}"] }));
        Assert.Contains("A detector gives each object its own score", refused.Message);
    }

    [Theory, MemberData(nameof(Tasks))]
    public async Task Every_task_answers_as_predict_does_raw_and_multipart(string task)
    {
        var model = TinyModels.Write(task, _folder["m.onnx"]);
        (int Width, int Height)[] sizes = [(90, 70), (64, 64), (130, 50), (50, 130), (90, 70)];
        var files = sizes.Select((size, at) => (Name: $"{at}.jpg", Bytes: TinyModels.Jpeg(size.Width, size.Height, (ulong)at + 1))).ToArray();
        foreach (var (name, bytes) in files) File.WriteAllBytes(_folder[name], bytes);
        var expected = await Predict(model, [.. files.Select(file => _folder[file.Name])]);
        if (task is "detect" or "instances") Assert.Contains(expected.GetProperty("predictions").EnumerateArray(), one =>
            one.GetProperty("objects").GetArrayLength() > 0);
        await using var service = await TestService.Start($"m={model}");

        var several = await service.Post("/v1/models/m/predict", TestService.Parts(files));

        Assert.True(several.Status == 200, several.Text);
        SameAnswers.Check(expected, several.Json);
        for (var i = 0; i < files.Length; i++)
        {
            var one = await service.Post("/v1/models/m/predict", TestService.Raw(files[i].Bytes, i % 2 == 0 ? "image/jpeg"
                : "application/x-www-form-urlencoded"));
            Assert.True(one.Status == 200, one.Text);
            var (wanted, got) = (expected.GetProperty("predictions")[i], Assert.Single(one.Json.GetProperty("predictions").EnumerateArray()));
            SameAnswers.Check(WithoutNumbers(wanted), WithoutNumbers(got));
        }
    }

    [Fact]
    public async Task Many_clients_at_once_get_the_answers_of_their_own_images()
    {
        var model = TinyModels.Write("classify", _folder["m.onnx"]);
        var images = Enumerable.Range(1, 8).Select(seed => TinyModels.Jpeg(60 + seed, 60, (ulong)seed)).ToArray();
        await using var service = await TestService.Start($"m={model}");
        var expected = new List<JsonElement>();
        foreach (var image in images) expected.Add((await service.Post("/v1/models/m/predict", TestService.Raw(image))).Json.GetProperty("predictions")[0]);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async client =>
        {
            for (var i = 0; i < 12; i++)
            {
                var at = (client + i) % images.Length;
                var answer = await service.Post("/v1/models/m/predict", TestService.Raw(images[at]));
                Assert.Equal(200, answer.Status);
                SameAnswers.Check(expected[at], answer.Json.GetProperty("predictions")[0]);
            }
        }));
    }

    [Fact]
    public async Task An_answer_says_which_version_gave_it_and_what_took_how_long()
    {
        var model = TinyModels.Write("classify", _folder["m.onnx"]);
        await using var service = await TestService.Start($"photos={model}");
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/models/photos/predict") { Content = TestService.Raw(TinyModels.Jpeg()) };
        request.Headers.Add(Exchange.RequestIdHeader, "mine-1");
        var answer = await Answer.Of(await service.Http.SendAsync(request));
        var listed = (await service.Get("/v1/models/photos")).Json;
        Assert.Equal("mine-1", answer.Header(Exchange.RequestIdHeader));
        Assert.Equal("photos", answer.Header("Graft-Model"));
        Assert.Equal(listed.GetProperty("version").GetString(), answer.Header("Graft-Version"));
        Assert.Equal(64, answer.Header("Graft-Hash").Length);
        Assert.Equal(listed.GetProperty("hash").GetString(), answer.Header("Graft-Hash"));
        foreach (var phase in new[] { "read;dur=", "queue;dur=", "decode;dur=", "run;dur=", "total;dur=" }) Assert.Contains(phase,
            answer.Header("Server-Timing"));
    }

    [Fact]
    public async Task One_unreadable_image_of_several_has_its_reason_and_the_others_their_answers()
    {
        var model = TinyModels.Write("classify", _folder["m.onnx"]);
        await using var service = await TestService.Start($"m={model}");
        var answer = await service.Post("/v1/models/m/predict",
            TestService.Parts(("../a.jpg", TinyModels.Jpeg()), ("b.jpg", "no image"u8.ToArray()), ("c.jpg", TinyModels.Jpeg()[..200])));
        Assert.True(answer.Status == 200, answer.Text);
        var predictions = answer.Json.GetProperty("predictions");
        Assert.Equal(["a.jpg", "b.jpg", "c.jpg"], predictions.EnumerateArray().Select(one => one.GetProperty("path").GetString()));
        Assert.True(predictions[0].GetProperty("score").GetDouble() > 0);
        Assert.Contains("not an image", predictions[1].GetProperty("error").GetString());
        Assert.Contains("truncated", predictions[2].GetProperty("error").GetString());
    }

    /// <summary>What the command line answers.</summary>
    private static async Task<JsonElement> Predict(string model, string[] images)
    {
        var output = new StringWriter();
        var exit = await CommandLine.Run(["predict", model, .. images, "--json"], new Terminal(output, new StringWriter()));
        Assert.Equal(0, exit);
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    // Without the number of an image in its request, and its name.
    private static JsonElement WithoutNumbers(JsonElement prediction)
    {
        var text = Regex.Replace(prediction.GetRawText(), "\"image_id\":\\s*\\d+", "\"image_id\": 1");
        return JsonSerializer.SerializeToElement(JsonDocument.Parse(text).RootElement.EnumerateObject().Where(one => one.Name != "path")
            .ToDictionary(one => one.Name, one => one.Value));
    }
}
