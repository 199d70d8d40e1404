using System.Text;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>What outputs take is known before they are computed, and bounded with the bodies.</summary>
public sealed class InferMemoryTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Tasks => [.. TinyModels.Tasks];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Tasks))]
    public void No_output_has_more_numbers_than_was_counted_on(string task)
    {
        using var model = ServedModel.Open(TinyModels.Write(task, _folder["m.onnx"]), new ServingLimits());
        var images = BatchMeasurement.Noise(model, 2);
        foreach (var (output, counted) in model.Infer(images, CancellationToken.None).Zip(model.Outputs))
        {
            Assert.Equal(counted.Name, output.Name);
            var numbers = model.NumbersOf(counted.Shape, images);
            if (task is "classify" or "segment") Assert.Equal(numbers, output.Values.Length);
            else Assert.InRange(output.Values.Length, 0, numbers);
        }
    }

    [Fact]
    public void No_detector_answers_more_objects_than_are_counted_on() =>
        Assert.All(DetectionCatalogue.Names.Concat(["resnet18", "retinanet_resnet18", "maskrcnn_resnet18"]).Select(name => DetectionCatalogue.Find(name)),
            detector => Assert.InRange(detector.MaxDetections, 1, DetectionCatalogue.MaxDetections));

    [Fact]
    public async Task Outputs_that_would_take_too_much_are_refused_before_they_are_computed()
    {
        await using var service = await TestService.Start(new ServeSettings
        {
            Models = [$"m={TinyModels.Write("segment", _folder["m.onnx"])}"],
            Limits = TestService.Limits with { MaxBodyBytes = 100_000, BytesInFlight = 400_000 },
        });
        var model = service.Service.Models.Find("m")!.Current!.Model;
        Assert.True(64 * 64 * (long)(40 * model.Manifest.Classes.Count + 37) > 200_000);
        (await service.Post("/v2/models/m/infer", Infer(64, ""))).Problem(413, "answer-too-large");
        var fewer = await service.Post("/v2/models/m/infer", Infer(64, ""","outputs":[{"name":"class_map","parameters":{"binary_data":true}}]"""));
        Assert.Equal(200, fewer.Status);
        await StatusTests.Settled(service); // an answer is seen before its memory is given back
        Assert.True(service.Service.Bytes.TryTake(399_000));
        (await service.Post("/v2/models/m/infer", Infer(16, ""))).Problem(429, "queue-full");
        service.Service.Bytes.GiveBack(399_000);
        await StatusTests.Settled(service);
    }

    private static StringContent Infer(int side, string further)
    {
        var data = string.Join(',', Enumerable.Repeat("7", 3 * side * side));
        var input = $$"""{"name":"images","datatype":"UINT8","shape":[1,{{side}},{{side}},3],"data":[{{data}}]}""";
        return new StringContent($$"""{"inputs":[{{input}}]{{further}}}""", Encoding.UTF8, "application/json");
    }
}
