using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime.Watching;

/// <summary>What model files of each task tell of an image, and files of earlier versions without an embedding.</summary>
public sealed class WatchedModelTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_classifier_tells_its_features_before_the_head_and_its_scores_as_ever()
    {
        var image = Image(5);
        using var model = WatchedModel.Open(TinyClassifier.Write(_folder["m.onnx"]));
        using var predictor = ClassificationPredictor.Open(_folder["m.onnx"]);
        using var features = new OnnxForwardFactory().Create(TinyClassifier.Graph.WithoutHead(), TinyClassifier.Parameters, TinyClassifier.Contract);
        var input = TinyClassifier.Contract.Apply(image).Pixels;
        var expected = new float[features.OutputShape[0]];
        features.Run(input, 1, expected);

        var found = predictor.Embeddings(input, 1, (64, 64));
        var watched = model.Look(image);

        Assert.Equal(expected.Length, predictor.EmbeddingWidth);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-4);
        Assert.Equal(Math.Min(64, expected.Length), watched.Traits.Embedding.Count);
        var prediction = predictor.Predict(image);
        Assert.Equal(prediction.Scores, watched.Scores!);
        Assert.Equal((float)(Half)prediction.Score, watched.Traits.Values[(int)Trait.Confidence]);
        Assert.Equal([new LabelAmount(prediction.Label, 1)], watched.Traits.Labels);
    }

    [Fact]
    public void A_detector_and_a_segmentation_network_tell_the_mean_of_their_deepest_map()
    {
        foreach (var file in new[] { TinyDetector.Write(_folder["d.onnx"]), TinySegmenter.Write(_folder["s.onnx"]) })
        {
            using var model = WatchedModel.Open(file);
            var (one, other) = (model.Look(Image(5)), model.Look(Image(6)));
            Assert.NotEmpty(one.Traits.Embedding);
            Assert.NotEqual(one.Traits.Embedding, other.Traits.Embedding);
            Assert.NotEmpty(one.Traits.Labels);
            Assert.InRange(one.Traits.Values[(int)Trait.Confidence], 0, 1);
            Assert.Null(one.Scores);
        }
    }

    [Fact]
    public void Answers_are_the_same_whether_the_embedding_is_asked_for_or_not()
    {
        var size = (Height: 128, Width: 128);
        var image = ProbeImages.Make(9, TinyDetector.Contract);
        using var detector = DetectionPredictor.Open(TinyDetector.Write(_folder["d.onnx"]));
        var before = detector.Detect(image, 1, size)[0];
        Assert.Equal(detector.EmbeddingWidth, detector.Embeddings(image, 1, size).Length);
        Assert.Equal(before, detector.Detect(image, 1, size)[0]);
    }

    [Fact]
    public void Of_many_classes_on_an_image_those_with_most_objects_are_kept()
    {
        var labels = Enumerable.Range(0, 40).Select(at => new LabelAmount(at, at < 20 ? 1 : at)).ToList();
        Assert.Equal(Enumerable.Range(24, 16), WatchedModel.Most(labels).Select(label => label.Label));
        Assert.Equal(labels[..16], WatchedModel.Most(labels[..16]));
    }

    [Fact]
    public void A_file_without_an_embedding_predicts_and_the_rest_is_compared()
    {
        var g = new GraphBuilder("no_neck");
        g.Begin("head");
        var x = g.Flatten(g.AdaptiveAveragePool(g.Relu(g.Conv("conv", g.Input, 6, Window.Square(5, 2, 2), bias: true))), 6);
        x = g.Linear("fc", x, 3);
        g.End(x, 0);
        var graph = g.Build(x);
        ModelFile.Write(_folder["m.onnx"], graph, ReferenceNetwork.Parameters(graph), TinyClassifier.Manifest);
        using var model = WatchedModel.Open(_folder["m.onnx"]);
        var looked = Enumerable.Range(0, 60).Select(at => model.Look(Image((ulong)at))).ToList();
        Assert.Empty(looked[0].Traits.Embedding);

        var result = DriftJudge.Judge(WatchedImage.Reference(looked[..30], "made up"), looked[30..], ["one", "two", "three"]);

        Assert.DoesNotContain(result.Tests, test => test.Subject == "embedding");
        Assert.Contains(result.Tests, test => test.Subject == "sharpness");
        Assert.Contains(result.Notes, note => note.What.Contains("no output 'embedding'"));
    }

    [Fact]
    public void Looks_of_an_image_are_what_their_names_say()
    {
        var (grey, red, checks) = (Plain(100, 100, 100), Plain(200, 20, 20), Plain(0, 0, 0));
        for (var i = 0; i < checks.Pixels.Length; i++) checks.Pixels[i] = (byte)((i / 3 + i / 3 / 40) % 2 * 255);
        var (a, b, c) = (Of(grey), Of(red), Of(checks));
        Assert.Equal(100 / 255.0, a[(int)Trait.Brightness], 1e-3);
        Assert.Equal(0, a[(int)Trait.Contrast], 1e-3);
        Assert.Equal(0, a[(int)Trait.Sharpness], 1e-3);
        Assert.Equal(180 / 255.0, b[(int)Trait.Warmth], 1e-3);
        Assert.Equal(-90 / 255.0, b[(int)Trait.Tint], 1e-3);
        Assert.Equal(0.5, c[(int)Trait.Contrast], 1e-3);
        Assert.True(c[(int)Trait.Sharpness] > 5);
        Assert.Equal(Math.Log(2), a[(int)Trait.Shape], 1e-5);

        static RgbImage Plain(byte red, byte green, byte blue)
        {
            var image = new RgbImage(40, 20);
            for (var i = 0; i < image.Pixels.Length; i += 3) (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (red, green, blue);
            return image;
        }

        static float[] Of(RgbImage image)
        {
            var traits = new float[Enum.GetValues<Trait>().Length];
            ImageLook.Fill(image, traits);
            return traits;
        }
    }

    private static RgbImage Image(ulong seed) => TinySegmenter.Image(112, 96, seed);
}
