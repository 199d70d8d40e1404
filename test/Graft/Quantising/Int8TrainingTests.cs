using Graft.Artifacts;
using Graft.Runtime;
using Graft.Tests.Runs;
using Graft.Training;

namespace Graft.Tests;

public sealed class Int8TrainingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // What is kept of an image before the head: the head was fitted on just these numbers, in the file they come out of.
    [Theory]
    [InlineData(Strategy.Probe)]
    [InlineData(Strategy.Head)]
    public void The_features_that_are_fitted_on_are_those_of_the_file_of_8_bits(Strategy strategy)
    {
        var request = Request(strategy);
        var run = Classifier.Train(request);
        Assert.Equal(run.Folder["model.int8.onnx"], run.Int8ModelPath);
        var (quantised, single) = (ModelFile.ReadManifest(run.Int8ModelPath!), ModelFile.ReadManifest(run.ModelPath));
        Assert.Equal((Manifest.Int8, Manifest.Single, single.ContentHash), (quantised.Precision, single.Precision, quantised.Quantisation!.Source));
        Assert.NotNull(quantised.Quantisation.Change);
        Assert.Empty(quantised.Quantisation.Kept);
        Assert.Contains("in 8 bits", File.ReadAllText(run.ReportPath), StringComparison.Ordinal);

        var model = Pretrained.Load(request.Model, request.Weights, classes: 3, imageSize: 64).OnWholeImages();
        using var extractor = new FeatureExtractor(model, new OnnxForwardFactory());
        string[] images = [.. Directory.EnumerateFiles(request.Data, "*.*", SearchOption.AllDirectories).Where(Graft.Data.ImageFiles.IsImage).Order().Take(5)];
        var plain = extractor.Extract(images);
        extractor.Quantise(new Int8Features(RunRanges.Find(run.Folder)!.Ranges));
        var features = extractor.Extract(images);
        using var predictor = ClassificationPredictor.Open(run.Int8ModelPath!, new RuntimeOptions { TellsEmbedding = true });
        var answered = images.SelectMany(image => predictor.Predict(image).Embedding).ToArray();
        Assert.NotEqual(plain, answered);
        Assert.Equal(features.Length, answered.Length);
        for (var at = 0; at < features.Length; at++) Assert.Equal(features[at], answered[at], 1e-5f);
    }

    [Fact]
    public void The_file_is_the_same_when_it_is_exported_again()
    {
        var run = Classifier.Train(Request(Strategy.Probe));
        var again = RunExport.Int8(run.Folder.FullPath, _folder["again.onnx"], new());
        Assert.Equal(ModelFile.ReadManifest(run.Int8ModelPath!).ContentHash, ModelFile.ReadManifest(again.Path).ContentHash);
        foreach (var damaged in new[] { "{", "{}", "null" })
        {
            File.WriteAllText(run.Folder[RunRanges.FileName], damaged);
            var refusal = Assert.Throws<GraftException>(() => RunExport.Int8(run.Folder.FullPath, _folder["again.onnx"], new()));
            Assert.Contains(RunRanges.FileName, refusal.What, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_8_bits_no_such_file_is_left()
    {
        var run = Classifier.Train(Request(Strategy.Probe) with { Precision = null });
        Assert.Null(run.Int8ModelPath);
        Assert.False(File.Exists(run.Folder["model.int8.onnx"]) || File.Exists(run.Folder[RunRanges.FileName]));
    }

    public static TheoryData<TaskKind, Strategy> Others => new()
    {
        { TaskKind.Classify, Strategy.Gradual }, { TaskKind.Classify, Strategy.Full }, { TaskKind.Classify, Strategy.Partial },
        { TaskKind.Classify, Strategy.Scratch }, { TaskKind.Detect, Strategy.Head }, { TaskKind.Segment, Strategy.Head },
        { TaskKind.Instances, Strategy.Head }, { TaskKind.Identities, Strategy.Head },
    };

    [Theory, MemberData(nameof(Others))]
    public void Other_trainings_say_what_to_do_instead(TaskKind kind, Strategy strategy)
    {
        var request = TinyRequests.Of(kind, _folder) with
        {
            Strategy = strategy,
            Precision = Precision.Int8,
            Freeze = strategy == Strategy.Partial ? "stem" : null,
        };
        var problem = Assert.Single(Assert.Throws<ProblemsException>(request.Validate).Problems, problem => problem.Where == nameof(request.Precision));
        var isTuned = kind == TaskKind.Classify && strategy is (Strategy.Partial or Strategy.Full);
        Assert.Contains(isTuned ? "--qat" : "graft export RUN --precision int8", problem.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_are_compared_in_32_bits()
    {
        var request = Request(Strategy.Probe) with { Model = "auto", Weights = null };
        Assert.Contains("compared in 32 bits", Assert.Throws<ProblemsException>(request.Validate).Message, StringComparison.Ordinal);
        var comparison = new CompareRequest { Training = request with { Model = "resnet_tiny" } };
        Assert.Contains("compared in 32 bits", Assert.Throws<GraftException>(() => CandidateComparison.Run(comparison)).Message, StringComparison.Ordinal);
    }

    private ClassifyRequest Request(Strategy strategy) =>
        (ClassifyRequest)TinyRequests.With(strategy, TinyRequests.Of(TaskKind.Classify, _folder)) with { Precision = Precision.Int8 };
}
