using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Tests;

/// <summary>What a run's model file learns of when not to answer: by the probe's folds, or by the validation images.</summary>
public sealed class AbstentionImagesTests : IDisposable, IProgress<RunEvent>
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _messages = [];

    public void Dispose() => _folder.Dispose();

    void IProgress<RunEvent>.Report(RunEvent value)
    {
        if (value is RunEvent.Message message) _messages.Add(message.Text);
    }

    [Fact]
    public void A_probe_knows_it_by_the_folds_that_had_not_seen_its_images()
    {
        var run = Train(Strategy.Probe);
        var data = ModelFile.ReadAbstention(run.Folder.Model)!;
        Assert.Equal(AbstentionSource.OfFolds, data.Source);
        Assert.Equal("the penalty and the temperature", data.Chosen);
        Assert.Equal((72, 72), (data.Labels.Length / 2, data.Distances)); // 80 less 8 copies
        Assert.Equal(80, data.Embeddings.Length / data.Dimensions);
        Assert.NotNull(data.UnlikeDistance);
        Assert.Contains(_messages, text => text.StartsWith("The model file can abstain: --abstain (RuntimeOptions.Abstain) of 0.05 or more can be kept"));

        var rows = run.Validation.Abstention!;
        Assert.Equal([0.01, 0.02, 0.05, 0.1], rows.Select(row => row.Rate));
        Assert.Contains("It takes 149", rows[1].Refusal);
        Assert.Equal(20, rows[3].Answered + rows[3].Unsure + rows[3].Unlike);
        Assert.DoesNotContain("no test", run.Validation.AbstentionNote);
        Assert.Equal(1, run.Validation.RiskCoverage[^1].Coverage);
        Assert.Equal(1 - run.Validation.Accuracy, run.Validation.RiskCoverage[^1].Risk, 1e-9);

        using var predictor = Classifier.Open(run.Folder.FullPath, new RuntimeOptions { Abstain = 0.1 });
        var seen = Directory.GetFiles(_folder["data/val"], "*", SearchOption.AllDirectories);
        Assert.Contains(predictor.Predict(seen), one => one.Decision == "answer");
        Assert.True(ModelFile.ReadAbstention(run.Folder.Model)!.ToJson().Length < 50_000);
    }

    [Fact]
    public void A_tuned_network_knows_it_by_the_validation_images_and_says_what_they_chose()
    {
        var run = Train(Strategy.Scratch);
        var data = ModelFile.ReadAbstention(run.Folder.Model)!;
        Assert.Equal((AbstentionSource.OfValidation, "the epoch and the temperature"), (data.Source, data.Chosen));
        Assert.Equal((20, 20), (data.Labels.Length / 2, data.Distances));
        Assert.Contains("These are the same images, so that this is no test of the thresholds.", run.Validation.AbstentionNote);
    }

    [Fact]
    public void A_file_of_16_bits_takes_it_over_and_says_where_it_was_measured()
    {
        var run = Train(Strategy.Probe).Folder;
        var whole = ModelFile.ReadAbstention(run.Model)!;
        var (path, _) = RunExport.Onnx(run.FullPath, _folder["half.onnx"], Manifest.Half);
        Assert.Equal((whole with { AnsweredBy = "fp32" }).ToJson(), ModelFile.ReadAbstention(path)!.ToJson());
        RunExport.Onnx(run.FullPath, _folder["again.onnx"]);
        Assert.Equal(whole.ToJson(), ModelFile.ReadAbstention(_folder["again.onnx"])!.ToJson());
    }

    [Fact]
    public void A_file_of_8_bits_measures_its_own_distances_and_keeps_the_answers_of_the_folds()
    {
        var run = Train(Strategy.Probe).Folder;
        var whole = ModelFile.ReadAbstention(run.Model)!;
        // The same network without its images, as another precision has it.
        File.Copy(run.Model, _folder["other.onnx"]);
        ModelFile.WriteAdditions(_folder["other.onnx"], additions => additions with { Abstention = null });
        var request = RunArguments.Read(run);
        var data = TaskTable.Of(TaskKind.Classify).Run(request).Read(null, default);
        AbstentionImages.Keep(_folder["other.onnx"], data, request, new() { Carried = whole, Chosen = whole.Chosen }, this, default);
        Assert.Equal((whole with { AnsweredBy = "fp32" }).ToJson(), ModelFile.ReadAbstention(_folder["other.onnx"])!.ToJson());
        Assert.Contains("measured on the file of fp32", _messages[^1]);
    }

    [Fact]
    public void Every_task_has_a_row_that_says_whether_it_abstains()
    {
        Assert.Null(TaskTable.Of(TaskKind.Classify).NoAbstention);
        Assert.All(TaskTable.Rows.Where(row => row.Kind != TaskKind.Classify), row => Assert.EndsWith(".", row.NoAbstention));
    }

    // Dark and bright noise, which any network tells apart; eight training images are copies.
    private TrainResult<ClassificationReport> Train(Strategy strategy)
    {
        foreach (var (split, count) in new[] { ("train", 80), ("val", 20) })
            for (var i = 0; i < count; i++)
            {
                var path = _folder[$"data/{split}/{(i % 2 == 0 ? "dark" : "bright")}/{split}{i}.png"];
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                if (split == "train" && i >= 72) File.Copy(_folder[$"data/train/{(i % 2 == 0 ? "dark" : "bright")}/train{i - 72}.png"], path, overwrite: true);
                else File.WriteAllBytes(path, ImageEncoder.EncodePng(Noise(i % 2 == 0 ? 90 : 160, (ulong)(split.Length * 1000 + i))));
            }
        var request = new ClassifyRequest
        {
            Data = _folder["data"],
            Model = "resnet_tiny",
            Strategy = Strategy.Scratch,
            ImageSize = 64,
            Project = _folder["runs"],
            Name = "first",
        };
        if (strategy == Strategy.Scratch) return Classifier.Train(request with { Epochs = 1 }, this);
        var weights = Path.Combine(Classifier.Train(request with { Epochs = 1 }).Folder.Weights, "best.safetensors");
        return Classifier.Train(request with { Strategy = strategy, Weights = weights, Name = "probe" }, this);
    }

    private static RgbImage Noise(int mean, ulong seed)
    {
        var (random, image) = (new SeededRandom(seed), new RgbImage(64, 64));
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)Math.Clamp(mean + 60 * random.Normal(), 0, 255);
        return image;
    }
}
