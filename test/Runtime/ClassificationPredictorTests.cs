using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed class ClassificationPredictorTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scores_are_the_softmax_of_logits_over_temperature()
    {
        var images = ProbeImages.Make(5, TinyClassifier.Contract);
        using var forward = new OnnxForwardFactory().Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract);
        var logits = new float[3];
        forward.Run(images, 1, logits);
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"], TinyClassifier.Manifest with { Temperature = 2.5 }));

        var scores = predictor.Scores(images, 1);

        var powers = logits.Select(logit => Math.Exp(logit / 2.5)).ToArray();
        for (var i = 0; i < 3; i++) Assert.Equal(powers[i] / powers.Sum(), scores[i], 1e-5);
        Assert.Empty(predictor.Scores([], 0));
    }

    [Fact]
    public void A_file_whose_answers_are_not_the_trainers_is_refused()
    {
        using (var honest = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"])))
        {
            var probes = ModelFile.MakeProbes([1, 2], TinyClassifier.Contract, honest.Scores);
            using var tested = ClassificationPredictor.Open(TinyClassifier.Write(_folder["good.onnx"], TinyClassifier.Manifest with { Probes = probes }));
            Assert.Equal(2, tested.Manifest.Probes.Count);
            var scores = probes[1].Scores.ToArray();
            (scores[0], scores[1]) = (scores[0] + 0.001f, scores[1] - 0.001f);
            TinyClassifier.Write(_folder["wrong.onnx"], TinyClassifier.Manifest with { Probes = [probes[0], probes[1] with { Scores = scores }] });
        }

        var failure = Assert.Throws<GraftException>(() => ClassificationPredictor.Open(_folder["wrong.onnx"]));
        Assert.Equal(1, failure.ExitCode);
        Assert.Contains("self-test of", failure.Message);
        Assert.Contains("wrong.onnx", failure.Message);
    }

    [Fact]
    public void A_flipped_byte_never_reaches_the_engine()
    {
        var bytes = File.ReadAllBytes(TinyClassifier.Write(_folder["m.onnx"]));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(_folder["flipped.onnx"], bytes);
        var failure = Assert.Throws<GraftException>(() => ClassificationPredictor.Open(_folder["flipped.onnx"]));
        Assert.Contains("does not match its own hash", failure.Message);
        Assert.Equal(2, failure.ExitCode);
    }

    [Fact]
    public void A_model_of_another_task_is_refused()
    {
        TinyClassifier.Write(_folder["m.onnx"], TinyClassifier.Manifest with { Task = "detect" });
        Assert.Contains("task 'detect'", Assert.Throws<GraftException>(() => ClassificationPredictor.Open(_folder["m.onnx"])).Message);
    }

    [Fact]
    public void Images_of_the_wrong_size_are_refused()
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]));
        Assert.Throws<ArgumentException>(() => predictor.Scores(new byte[65 * 64 * 3], 1));
        Assert.Throws<ArgumentException>(() => predictor.Scores(new byte[64 * 64 * 3], 2));
    }

    [Fact]
    public void A_skipped_image_has_no_class()
    {
        File.WriteAllText(_folder["text.jpg"], "not an image");
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]), new() { OnBadImage = OnBadImage.Skip });
        var prediction = Assert.Single(predictor.Predict([_folder["text.jpg"]]));
        Assert.Equal((-1, "", 0f), (prediction.Label, prediction.ClassName, prediction.Score));
        Assert.Equal(ImageFault.NotAnImage, prediction.Failure!.Reason);
        Assert.Empty(prediction.Scores);
    }

    [Theory]
    [InlineData("efficientnet_lite0")]
    [InlineData("efficientnet_lite2")]
    public void Real_weights_name_what_is_on_the_photos(string name)
    {
        var photos = ReferenceSummary.Model("efficientnet_lite.json", name).GetProperty("pretrained").GetProperty("photos");
        var preprocess = new Preprocess
        {
            Width = photos.GetProperty("crop").GetInt32(),
            Height = photos.GetProperty("crop").GetInt32(),
            ResizeShorter = photos.GetProperty("resize_shorter").GetInt32(),
            Interpolation = Interpolation.Bicubic,
            Mean = [.. Enumerable.Repeat((float)photos.GetProperty("mean").GetDouble(), 3)],
            Std = [.. Enumerable.Repeat((float)photos.GetProperty("std").GetDouble(), 3)],
        };
        var graph = ModelCatalogue.Build(name);
        using var checkpoint = Checkpoint.Open(Repository.At("weights", $"{name}.safetensors"));
        ModelFile.Write(_folder["m.onnx"], graph, CheckpointLoader.Load(graph, checkpoint).Parameters, new()
        {
            Task = "classify",
            Model = name,
            Classes = [.. Enumerable.Range(0, 1000).Select(i => $"class {i}")],
            Preprocess = preprocess,
            PreprocessHash = preprocess.Hash,
            Producer = "Graft tests",
        });
        using var predictor = ClassificationPredictor.Open(_folder["m.onnx"]);
        var results = photos.GetProperty("results").EnumerateArray().ToList();

        var predictions = predictor.Predict(results.Select(result => Repository.At("samples", "photos", result.GetProperty("image").GetString()!))).ToList();

        Assert.All(predictions.Zip(results), pair =>
        {
            var top = pair.Second.GetProperty("top5").EnumerateArray()
                .Select(t => (t.GetProperty("index").GetInt32(), t.GetProperty("probability").GetDouble()))
                .ToList();
            Assert.Equal(top[0].Item1, pair.First.Label);
            foreach (var (index, probability) in top) Assert.Equal(probability, pair.First.Scores[index], 0.02); // decoders differ by a level or two
        });
    }
}
