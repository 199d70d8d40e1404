using System.Numerics.Tensors;
using Graft.Artifacts;
using Graft.Data;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Tests.Runs;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests;

public sealed class Int8TuningTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Twins =>
    [
        "resnet_tiny", "mobilenet_v2_tiny", "mobilenet_v3_tiny", "efficientnet_lite_tiny", "vgg_tiny", "shufflenet_v2_tiny", "densenet_tiny", "regnet_y_tiny",
    ];

    // The features are the same numbers as those of the file's codes; of few images a sum falls on the other side of a step.
    [Theory, MemberData(nameof(Twins))]
    public void The_file_of_8_bits_answers_as_the_fake_quantised_network(string model)
    {
        var request = Request(Strategy.Full) with { Model = model };
        var run = Classifier.Train(request with { Weights = null, Strategy = Strategy.Scratch, QuantisationAware = false, Name = "start" });
        run = Classifier.Train(request with { Weights = Path.Combine(run.Folder.Weights, "best.safetensors") });
        var contract = ModelFile.ReadManifest(run.ModelPath).Preprocess;
        var (graph, parameters) = Of(run.Folder);
        var places = FakeQuantising.Of(graph, parameters, contract, RunRanges.Find(run.Folder)!.Ranges);
        var features = graph.WithoutHead();
        using var rounded = new TorchGraph(features, parameters, new TorchGraphOptions { Quantisation = places });
        using var plain = new TorchGraph(features, parameters);
        var options = new RuntimeOptions { TellsEmbedding = true };
        using var file = ClassificationPredictor.Open(WithoutGate(run.Folder), options);
        using var numbers = ClassificationPredictor.Open(_folder["free.onnx"], options with { AsWritten = true });
        List<(double Near, double Written, double Far)> each = [];
        foreach (var image in Images(request.Data).Take(9))
        {
            using var scope = torch.NewDisposeScope();
            using var noGradient = torch.no_grad();
            var input = Input(contract, image);
            var answer = rounded.Forward(input, isTraining: false).Output.data<float>().ToArray();
            var (stored, run8) = (numbers.Predict(image).Embedding, file.Predict(image).Embedding);
            each.Add((Distance(answer, run8) - Distance(stored, run8), Distance(answer, stored),
                Distance(answer, plain.Forward(input, isTraining: false).Output.data<float>().ToArray())));
        }
        double Median(Func<(double Near, double Written, double Far), double> of) => each.Select(of).Order().ElementAt(each.Count / 2);
        Assert.InRange(Median(one => one.Written), 0, 1e-4);
        Assert.InRange(Median(one => one.Near), -1, 1e-4); // what ONNX Runtime rounds in another way within its operations is all that is left
        Assert.InRange(Median(one => one.Far), 0.001, 1);
    }

    // Two epochs on few photographs: rounding costs at most as much where it was trained with.
    [Fact]
    public void Rounding_costs_no_more_after_training_with_it_than_after_training_without()
    {
        foreach (var (at, photo) in Images(Repository.At("samples", "photos")).Index().Where(one => one.Index % 2 == 0))
        {
            var name = Path.GetFileName(Path.GetDirectoryName(photo)!);
            File.Copy(photo, Path.Combine(Directory.CreateDirectory(_folder[$"photos/{name}"]).FullName, $"{at}.jpg"));
        }
        var request = new ClassifyRequest(_folder["photos"])
        {
            Strategy = Strategy.Full,
            Epochs = 2,
            ImageSize = 96,
            Project = _folder["runs"],
            ValidationShare = 0.4,
            Precision = Precision.Float32,
        };
        var (after, with) = (Classifier.Train(request), Classifier.Train(request with { Precision = null, QuantisationAware = true }));
        var (plain, tuned) = (LossOf(WithoutGate(after.Folder)), LossOf(WithoutGate(with.Folder)));
        Assert.InRange(tuned, 0, plain + 0.02); // two trainings
        Assert.InRange(tuned - LossOf(with.ModelPath), -1, plain - LossOf(after.ModelPath) + 0.001);

        double LossOf(string file) =>
            ((ClassificationReport)TaskTable.Of(TaskKind.Classify).Evaluate(new(file, request.Data), null, default).Split.Report).LogLoss;
    }

    [Fact]
    public void A_part_is_trained_behind_a_prefix_of_8_bits_and_its_run_can_be_exported_again()
    {
        var run = Classifier.Train(Request(Strategy.Partial));
        var again = RunExport.Int8(run.Folder.FullPath, _folder["again.onnx"], new() { MaxDrop = 1 });
        var other = RunExport.Int8(run.Folder.FullPath, _folder["other.onnx"], new() { MaxDrop = 1, Method = CalibrationMethod.MinMax });
        Assert.Equal(RunRanges.Find(run.Folder)!.Images, again.Facts.Images);
        Assert.NotEqual(ModelFile.ReadManifest(again.Path).ContentHash, ModelFile.ReadManifest(other.Path).ContentHash);
        Assert.Contains("rounded to the codes of 8 bits", File.ReadAllText(run.ReportPath), StringComparison.Ordinal);
    }

    public static TheoryData<TaskKind, Strategy> Others => new()
    {
        { TaskKind.Classify, Strategy.Probe }, { TaskKind.Classify, Strategy.Head }, { TaskKind.Classify, Strategy.Gradual },
        { TaskKind.Classify, Strategy.Scratch }, { TaskKind.Detect, Strategy.Full }, { TaskKind.Segment, Strategy.Full },
        { TaskKind.Instances, Strategy.Full }, { TaskKind.Identities, Strategy.Full },
    };

    [Theory, MemberData(nameof(Others))]
    public void Other_trainings_say_why_not(TaskKind kind, Strategy strategy)
    {
        var request = TinyRequests.Of(kind, _folder) with { Strategy = strategy, QuantisationAware = true };
        Assert.Single(Assert.Throws<ProblemsException>(request.Validate).Problems, problem => problem.Where == nameof(request.QuantisationAware));
    }

    [Fact]
    public void A_network_that_rounds_within_an_operation_is_refused_with_what_to_do()
    {
        var graph = ModelCatalogue.Build("efficientnet_tiny", 3);
        var parameters = ParameterInitialiser.Create(graph, 1);
        var contract = Imaging.Preprocess.ImageNet(64, 64);
        string[] images = [.. Images(Repository.At("samples", "photos")).Take(2)];
        var ranges = Int8Features.RangesOf(graph, parameters, contract, images, hasLastLayer: false, null, default);
        var refusal = Assert.Throws<GraftException>(() => FakeQuantising.Of(graph, parameters, contract, ranges));
        Assert.Contains("graft export RUN", refusal.Message, StringComparison.Ordinal);
    }

    private static (Graph Graph, ParameterSet Parameters) Of(RunFolder folder)
    {
        using var checkpoint = Checkpoint.Open(Path.Combine(folder.Weights, "best.safetensors"));
        var manifest = ModelFile.ReadManifest(folder.Model);
        var graph = ModelCatalogue.Find(manifest.Model).Build(manifest.Classes.Count, checkpoint);
        return (graph, CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters);
    }

    private string WithoutGate(RunFolder folder) => RunExport.Int8(folder.FullPath, _folder["free.onnx"], new() { MaxDrop = 1 }).Path;

    private static torch.Tensor Input(Imaging.Preprocess contract, string image)
    {
        var pixels = contract.Load(image).Pixels;
        var plane = contract.Width * contract.Height;
        var values = new float[3 * plane];
        for (var at = 0; at < values.Length; at++)
            values[at] = (pixels[at % plane * 3 + at / plane] / 255f - contract.Mean[at / plane]) / contract.Std[at / plane];
        return torch.tensor(values, [1, 3, contract.Height, contract.Width]);
    }

    private static float[] Centred(float[] logits) => [.. logits.Select(logit => logit - logits.Average())];

    private static double Distance(float[] one, float[] other) => TensorPrimitives.Distance<float>(one, other) / TensorPrimitives.Norm<float>(one);

    private static IEnumerable<string> Images(string folder) =>
        Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(ImageFiles.IsImage).Order(StringComparer.Ordinal);

    private ClassifyRequest Request(Strategy strategy) =>
        (ClassifyRequest)TinyRequests.With(strategy, TinyRequests.Of(TaskKind.Classify, _folder)) with { QuantisationAware = true };
}
