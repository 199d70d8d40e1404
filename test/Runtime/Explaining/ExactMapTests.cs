using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed class ExactMapTests : IDisposable
{
    private static readonly RgbImage Image = new(90, 70, ProbeImages.Make(3, TinyClassifier.Contract with { Width = 90, Height = 70 }));

    private readonly TestFolder _folder = new();

    public static TheoryData<string> Twins => [.. ModelCatalogue.Twins];

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData("fp32"), InlineData("fp16")]
    public void The_cells_add_up_to_what_the_features_give_to_the_logit_less_the_mean_of_all(string precision)
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"], TinyClassifier.Manifest with { Precision = precision }));
        var prediction = predictor.Predict(Image);
        var found = Assert.Single(predictor.Explain(Image));

        Assert.True(found.IsExact);
        Assert.Equal((prediction.ClassName, prediction.Label), (found.ClassName, found.Label));
        Assert.Equal(prediction.Score, found.Score, 1e-6);
        Assert.Equal(4, found.Values.Count); // 64 pixels, stride 32
        // The bias is not of any place.
        var bias = TinyClassifier.Parameters["classifier.bias"].Data;
        var logits = prediction.Scores.Select(score => Math.Log(score)).ToArray();
        var expected = logits[found.Label] - logits.Average() - (bias[found.Label] - bias.Average());
        Assert.Equal(expected, found.Values.Sum(), 1e-3);
    }

    [Fact]
    public void Any_class_can_be_asked_for_and_an_unknown_one_is_refused()
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]));
        var scores = predictor.Predict(Image).Scores;
        var maps = TinyClassifier.Manifest.Classes.Select(name => predictor.Explain(Image, name)[0]).ToList();
        Assert.Equal(scores.Select(score => Math.Round(score, 4)), maps.Select(map => Math.Round(map.Score, 4)));
        for (var cell = 0; cell < 4; cell++) Assert.Equal(0, maps.Sum(map => map.Values[cell]), 1e-4); // what speaks for one speaks against others
        Assert.Contains("Did you mean 'three'?", Assert.Throws<GraftException>(() => predictor.Explain(Image, "tree")).Message);
    }

    // Sanity checks for saliency maps (Adebayo et al. 2018): a map that does not change with the weights explains the image and not the network.
    [Fact]
    public void Other_weights_give_another_map()
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]));
        var own = Map(predictor, "one");
        foreach (var name in new[] { "classifier.weight", "conv_stem.weight" })
        {
            var parameters = ReferenceNetwork.Parameters(TinyClassifier.Graph);
            var tensor = parameters[name];
            var values = tensor.Data.ToArray();
            new SeededRandom(5).Shuffle<float>(values);
            parameters.Set(name, tensor with { Data = values });
            ModelFile.Write(_folder[$"{name}.onnx"], TinyClassifier.Graph, parameters, TinyClassifier.Manifest);
            using var shuffled = ClassificationPredictor.Open(_folder[$"{name}.onnx"]);
            Assert.True(Correlation(own, Map(shuffled, "one")) < 0.9, name);
        }
    }

    [Theory, MemberData(nameof(Twins))]
    public void Every_classifier_is_explained_exactly_where_its_head_allows_it(string name)
    {
        var graph = ModelCatalogue.Build(name, 3);
        var size = ModelCatalogue.Find(name).InputSize;
        var contract = Preprocess.ImageNet(size, size);
        ModelFile.Write(_folder["m.onnx"], graph, ReferenceNetwork.Parameters(graph),
            TinyClassifier.Manifest with { Model = name, Preprocess = contract, PreprocessHash = contract.Hash });
        using var predictor = ClassificationPredictor.Open(_folder["m.onnx"]);
        var found = predictor.Explain(Image)[0];
        Assert.Equal(found.Rows * found.Columns, found.Values.Count);
        Assert.All(found.Values, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(predictor.Predict(Image).Score, found.Score, 1e-5);
        Assert.Equal(IsMeanAndProduct(graph), found.IsExact);
    }

    [Fact]
    public void Another_file_in_its_place_is_not_asked()
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]));
        var graph = ModelCatalogue.Build("resnet_tiny", 3);
        ModelFile.Write(_folder["m.onnx"], graph, ReferenceNetwork.Parameters(graph), TinyClassifier.Manifest);
        Assert.Contains("another model than the one that was opened", Assert.Throws<GraftException>(() => predictor.Explain(Image)).Message);
        TinyClassifier.Write(_folder["m.onnx"]);
        Assert.Single(predictor.Explain(Image));
        predictor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => predictor.Explain(Image));
    }

    private static float[] Map(ClassificationPredictor predictor, string name) => [.. predictor.Explain(Image, name)[0].Values];

    // The mean over a map of more than one cell, and at most one matrix product after it.
    private static bool IsMeanAndProduct(Graph graph)
    {
        graph = graph.WithoutAuxiliary();
        var at = graph.Output;
        var products = 0;
        while (graph.Nodes[at].Operation is Operation.Flatten or Operation.Dropout or Operation.Linear)
        {
            if (graph.Nodes[at].Operation is Operation.Linear) products++;
            at = graph.Nodes[at].Inputs[0];
        }
        var size = ModelCatalogue.Find(graph.Name).InputSize;
        return products <= 1 && graph.Nodes[at].Operation is Operation.AdaptiveAveragePool { Height: 1, Width: 1 }
            && graph.Infer(size, size)[graph.Nodes[at].Inputs[0]] is [_, var rows, var columns] && rows * columns > 1;
    }

    private static double Correlation(float[] one, float[] other)
    {
        var (a, b) = (one.Average(), other.Average());
        var (x, y) = (one.Sum(value => (value - a) * (value - a)), other.Sum(value => (value - b) * (value - b)));
        return one.Zip(other).Sum(pair => (pair.First - a) * (pair.Second - b)) / Math.Sqrt(x * y);
    }
}
