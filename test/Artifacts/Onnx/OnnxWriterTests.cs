using System.Text;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Artifacts;

public sealed class OnnxWriterTests
{
    private static readonly Preprocess Contract = Preprocess.ImageNet(72, 64);

    public static TheoryData<string> Twins => [.. ModelCatalogue.Twins];

    [Theory, MemberData(nameof(Twins))]
    public void Any_cut_gives_the_same_answer_as_the_whole(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        var parameters = ReferenceNetwork.Parameters(graph);
        var side = ModelCatalogue.Find(name).InputSize;
        var x = ReferenceNetwork.Input(2, side);
        var whole = OnnxRun.Floats(graph, parameters, x);

        Assert.All(graph.Stages.Skip(1), stage =>
        {
            var (prefix, suffix) = graph.SplitBefore(stage.Name);
            var boundary = OnnxRun.Floats(prefix!, parameters, x);
            Logits.Same(whole.Data, OnnxRun.Floats(suffix, parameters, boundary).Data, $"{name} at {stage.Name}");
        });
    }

    [Theory, MemberData(nameof(Twins))]
    public void Bytes_are_normalised_inside_the_graph(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        var parameters = ReferenceNetwork.Parameters(graph);
        var side = ModelCatalogue.Find(name).InputSize;
        var contract = Preprocess.ImageNet(side, side);
        byte[] images = [.. ProbeImages.Make(1, contract), .. ProbeImages.Make(2, contract), .. ProbeImages.Make(3, contract)];
        var pixels = side * side;
        var normalised = new float[images.Length];
        for (var i = 0; i < images.Length; i++)
        {
            var (image, pixel, channel) = (i / (pixels * 3), i / 3 % pixels, i % 3);
            normalised[(image * 3 + channel) * pixels + pixel] = (images[i] / 255f - contract.Mean[channel]) / contract.Std[channel];
        }

        using var forward = new OnnxForwardFactory().Create(graph, parameters, contract);
        var fromBytes = new float[15];
        forward.Run(images, 3, fromBytes);

        Logits.Same(OnnxRun.Floats(graph, parameters, new([3, 3, side, side], normalised)).Data, fromBytes, name);
    }

    [Theory, MemberData(nameof(Twins))]
    public void A_model_file_answers_with_the_features_before_the_head_too(string name)
    {
        var graph = ModelCatalogue.Build(name, 3);
        var parameters = ReferenceNetwork.Parameters(graph);
        var side = ModelCatalogue.Find(name).InputSize;
        var contract = Preprocess.ImageNet(side, side);
        var manifest = TinyModel.Manifest with { Model = name, Preprocess = contract, PreprocessHash = contract.Hash };
        using var folder = new TestFolder();
        ModelFile.Write(folder["m.onnx"], graph, parameters, manifest);
        byte[] images = [.. ProbeImages.Make(1, contract), .. ProbeImages.Make(2, contract)];
        using var features = new OnnxForwardFactory().Create(graph.WithoutHead(), parameters, contract);
        var expected = new float[2 * features.OutputShape.Aggregate((product, side) => product * side)];
        features.Run(images, 2, expected);

        using var predictor = ClassificationPredictor.Open(folder["m.onnx"]);

        Logits.Same(expected, predictor.Embeddings(images, 2, (side, side)), name);
    }

    [Fact]
    public void The_auxiliary_head_batch_norms_and_dropout_are_not_in_the_file()
    {
        var graph = ModelCatalogue.Build("inception_v3");
        Assert.NotNull(graph.Auxiliary);
        var model = Encoding.Latin1.GetString(OnnxWriter.ToBytes(graph, ReferenceNetwork.Parameters(graph), new() { InputShape = [3, 299, 299] }));

        Assert.Contains("Mixed_5b.branch1x1.conv.weight", model);
        Assert.DoesNotContain("AuxLogits", model);
        Assert.DoesNotContain("Dropout", model);
        Assert.DoesNotContain("running_mean", model);
    }

    [Fact]
    public void A_stream_gets_the_same_bytes_as_an_array()
    {
        var graph = ModelCatalogue.Build("resnet_tiny", 5);
        var parameters = ReferenceNetwork.Parameters(graph);
        var options = new OnnxOptions { Preprocess = Contract, Outputs = OnnxOutputs.Classification, Temperature = 1.5 };
        using var stream = new MemoryStream();
        OnnxWriter.Write(stream, graph, parameters, options);
        Assert.Equal(OnnxWriter.ToBytes(graph, parameters, options), stream.ToArray());
    }

    [Fact]
    public void Every_missing_or_misshapen_parameter_is_named_at_once()
    {
        var graph = ModelCatalogue.Build("resnet_tiny", 5);
        var parameters = new ParameterSet();
        foreach (var (name, tensor) in ReferenceNetwork.Parameters(graph))
            if (name != "conv1.weight") parameters.Set(name, name == "fc.bias" ? new([1], [0]) : tensor);

        var failure = Assert.Throws<ProblemsException>(() => OnnxWriter.ToBytes(graph, parameters, new() { Preprocess = Contract }));
        Assert.Equal(["conv1.weight", "fc.bias"], failure.Problems.Select(problem => problem.Where));
    }

    [Fact]
    public void One_kind_of_input_is_needed()
    {
        var graph = ModelCatalogue.Build("resnet_tiny", 5);
        Assert.Throws<ArgumentException>(() => OnnxWriter.ToBytes(graph, new(), new()));
        Assert.Throws<ArgumentException>(() => OnnxWriter.ToBytes(graph, new(), new() { Preprocess = Contract, InputShape = [3, 64, 64] }));
    }
}
