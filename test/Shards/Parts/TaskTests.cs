using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Shards.Tests;

/// <summary>Parts of every task: together they are what one process writes.</summary>
public sealed class TaskTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Tasks => [.. TinyModels.Tasks, "identities"];

    [Theory, MemberData(nameof(Tasks))]
    public async Task Parts_are_together_what_one_process_writes(string task)
    {
        var images = ForeignImages.Write(_folder["images"]);
        var model = Written.Model(task, _folder["model.onnx"]);
        var list = ImageList.Of(_folder["images"]);
        Written.By(task, model, list, _folder["one"], 1);
        Written.By(task, model, list, _folder["many"], 5);
        var one = await PartRows.Of(_folder["one"]);
        Assert.Equal(one, await PartRows.Of(_folder["many"]));
        Assert.Equal(list.Items().Select(item => item.Name), PartRows.Files(one));
        Assert.Equal(ForeignImages.Broken, one.Count(row => !row.Contains(" | error=null")));
        Assert.Equal(images, one.Count);
        // What failed has a reason and nothing else.
        Assert.All(one.Where(row => !row.Contains(" | error=null")), row => Assert.All(row.Split(" | ")[2..], value => Assert.EndsWith("=null", value)));
    }

    [Theory, MemberData(nameof(Tasks))]
    public async Task Answers_are_those_of_predict(string task)
    {
        ForeignImages.Write(_folder["images"]);
        var model = Written.Model(task, _folder["model.onnx"]);
        Written.By(task, model, ImageList.Of(_folder["images"]), _folder["one"], 1);
        var row = (await PartRows.Of(_folder["one"])).Single(row => row.Contains("plain.jpg"));
        var path = _folder["images/plain.jpg"];
        switch (task)
        {
            case "classify":
                using (var predictor = ClassificationPredictor.Open(model))
                {
                    var found = predictor.Predict(path);
                    Assert.Contains($"class={found.ClassName} | label={found.Label} | score={BitConverter.SingleToInt32Bits(found.Score):x8} ", row);
                    Assert.EndsWith($"scores={string.Join(',', found.Scores.Select(score => $"{BitConverter.SingleToInt32Bits(score):x8}"))}", row);
                }
                break;
            case "identities":
                using (var predictor = IdentityPredictor.Open(model))
                {
                    var numbers = predictor.Predict(path).Descriptor.Select(one => $"{BitConverter.SingleToInt32Bits(one):x8}");
                    Assert.EndsWith($"descriptor={string.Join(',', numbers)}", row);
                }
                break;
            case "segment":
                using (var predictor = SegmentationPredictor.Open(model))
                {
                    var found = predictor.Predict(path);
                    Assert.EndsWith($"map={Convert.ToHexString(IndexPng.Write(found.Map!))}", row);
                    Assert.Contains($"width={found.Width} | height={found.Height} ", row);
                }
                break;
            default:
                using (var predictor = DetectionPredictor.Open(model))
                {
                    var found = predictor.Predict(path).Objects;
                    Assert.NotEmpty(found);
                    Assert.Contains($"class={string.Join(',', found.Select(one => one.ClassName))} ", row);
                    Assert.Contains($"right={string.Join(',', found.Select(one => $"{BitConverter.SingleToInt32Bits(one.Box.X2):x8}"))} ", row);
                    Assert.EndsWith("segmentation="
                        + (task == "detect" ? "none" : string.Join(',', found.Select(one => one.Mask!.ToCocoText()))), row);
                }
                break;
        }
    }
}
