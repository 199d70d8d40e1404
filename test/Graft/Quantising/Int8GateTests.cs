using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;

namespace Graft.Tests;

public sealed class Int8GateTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Layers_that_lose_most_stay_in_32_bits_until_the_loss_is_small()
    {
        var tried = 0;
        var result = Export(_ => [Judged(tried++ < 2 ? 0.5 : 0.89)]);
        Assert.Equal((3, 2), (tried, result.Facts.Kept.Count));
        Assert.Equal(-0.01, result.Facts.Change!.Value, 1e-9);
        Assert.Equal(2, _said.Count(text => text.Contains("Too much was lost", StringComparison.Ordinal)));
        Assert.All(result.Facts.Kept, kept => Assert.Contains(kept, string.Join("\n", result.Lines())));
    }

    [Fact]
    public void A_loss_that_stays_large_leaves_no_file()
    {
        File.WriteAllText(_folder["int8.onnx"], "before");
        var refusal = Assert.Throws<GraftException>(() => Export(_ => [Judged(0.7)]));
        Assert.Equal(1, refusal.ExitCode);
        Assert.Contains("accuracy 70.0 %, 90.0 % in 32 bits", refusal.Message);
        Assert.Equal("before", File.ReadAllText(_folder["int8.onnx"]));
    }

    [Fact]
    public void One_image_of_few_is_chance_where_images_are_right_or_wrong()
    {
        var result = Export(_ => [Judged(0.85, images: 20)]);
        Assert.Empty(result.Facts.Kept);
        Assert.Contains("a loss of up to 5 points is taken", result.Lines());

        // Not for a metric of all objects or pixels, nor where no loss at all is wanted.
        Assert.Throws<GraftException>(() => Export(_ => [Judged(0.85, images: 20) with { Answer = new PairedAnswer(0.85, 0.9, null, 0, false) }]));
        Assert.Throws<GraftException>(() => Export(_ => [Judged(0.85, images: 20)], new() { MaxDrop = 0 }));
    }

    [Fact]
    public void The_file_of_32_bits_is_not_replaced_and_not_taken_for_one_where_it_is_of_8()
    {
        Export(_ => [Judged(0.9)]);
        File.Copy(_folder["int8.onnx"], _folder["copy.onnx"]);
        Assert.Contains("would replace", Assert.Throws<GraftException>(() => Export(_ => [Judged(0.9)], target: "fp32.onnx")).Message);
        Assert.Contains("of 8 bits already", Assert.Throws<GraftException>(() => Export(_ => [Judged(0.9)], precision: Manifest.Int8)).Message);
    }

    private static Int8Judgement Judged(double accuracy, int images = 200) => new("validation", images, new Metric("accuracy", "accuracy", accuracy),
        new PairedAnswer(accuracy, 0.9, null, 0, false) { Alone = (0, 1, images) });

    private Int8Result Export(Func<string, IReadOnlyList<Int8Judgement>> judge, Int8Options? options = null, string target = "int8.onnx",
        string precision = Manifest.Single)
    {
        var graph = ModelCatalogue.Build("resnet_tiny", 3);
        var contract = Preprocess.ImageNet(64, 64);
        var manifest = new Manifest
        {
            Task = "classify",
            Model = "resnet_tiny",
            Classes = ["a", "b", "c"],
            Preprocess = contract,
            PreprocessHash = contract.Hash,
            Producer = "Graft tests",
        };
        var network = NetworkFile.Classifier(graph, ParameterInitialiser.Create(graph, 5));
        network.Export(_folder["fp32.onnx"], manifest);
        string[] images = [.. Directory.EnumerateFiles(Repository.At("samples", "photos", "fish"), "*.jpg").Take(3)];
        var progress = new Heard(_said);
        return new Int8Export(network, _folder["fp32.onnx"], options ?? new(), progress, CancellationToken.None)
            .Write(_folder[target], manifest with { Precision = precision }, (images, "photos"), images, judge);
    }

    private sealed class Heard(List<string> said) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Message message) said.Add(message.Text);
        }
    }
}
