using System.Text.Json;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>One image as a file, a stream, bytes and pixels: one answer, for every task.</summary>
public sealed class PredictionInputTests : IDisposable
{
    private static readonly string Photo = Repository.At("samples", "photos", "tool", "hammer1.jpg");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_image_at_all_is_an_argument_that_is_null()
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["null.onnx"]));
        Assert.Throws<ArgumentNullException>(() => predictor.Predict((string)null!));
        Assert.Throws<ArgumentNullException>(() => predictor.Predict((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => predictor.Predict((RgbImage)null!));
        Assert.Throws<ArgumentNullException>(() => predictor.Predict((IEnumerable<string>)null!));
    }

    [Fact]
    public void A_prediction_prints_its_answer_in_a_few_words()
    {
        Assert.Equal("cat.jpg: cat (0.970)", new ClassificationPrediction("photos/cat.jpg", [0.97f, 0.03f], 0, "cat", 0.97f).ToString());
        var found = new FoundObject(new Box(12, 8, 103.5f, 99), 0, "dog", 0.93);
        Assert.Equal("yard.jpg: dog (0.930) at (12, 8) to (103.5, 99)", new DetectionPrediction("yard.jpg", [found], 200, 100).ToString());
        Assert.Equal("image: nothing", new DetectionPrediction("", [], 200, 100).ToString());
        var map = new ClassMap(2, 2, [1, 1, 1, 0]);
        Assert.Equal("sky.png: sky 75.0 %, roof 25.0 %", new SegmentationPrediction("sky.png", map, ["roof", "sky"]).ToString());
    }

    [Fact]
    public async Task A_classifier_answers_every_form_of_an_image_alike()
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]), new() { BatchSize = 1 });
        var answer = await Alike(predictor);
        Assert.Equal(predictor.Manifest.Classes[answer.Label], answer.ClassName);
    }

    [Fact]
    public async Task A_detector_answers_every_form_of_an_image_alike()
    {
        using var predictor = DetectionPredictor.Open(TinyDetector.Write(_folder["m.onnx"]), new() { ScoreThreshold = 0.01, MaxDetections = 5 });
        Assert.Equal(5, (await Alike(predictor)).Objects.Count);
    }

    [Fact]
    public async Task A_segmentation_network_answers_every_form_of_an_image_alike()
    {
        using var predictor = SegmentationPredictor.Open(TinySegmenter.Write(_folder["m.onnx"]));
        var answer = await Alike(predictor);
        Assert.Equal((answer.Width, answer.Height), (answer.Map!.Width, answer.Map.Height));
    }

    [Fact]
    public void A_stream_is_read_before_the_source_is_asked_for_the_next()
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]), new() { BatchSize = 1 });
        var expected = predictor.Predict(Photo).Scores;

        IEnumerable<Stream> Opened()
        {
            for (var i = 0; i < 20; i++)
            {
                using var stream = File.OpenRead(Photo);
                yield return stream; // disposed when the next is asked for
            }
        }

        Assert.All(predictor.Predict(Opened()), prediction => Assert.Equal(expected, prediction.Scores));
    }

    [Fact]
    public void What_cannot_be_read_is_named_in_every_form()
    {
        var broken = File.ReadAllBytes(Photo)[..2000];
        File.WriteAllBytes(_folder["broken.jpg"], broken);
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]), new() { OnBadImage = OnBadImage.Skip });
        Assert.Contains("broken.jpg", predictor.Predict(_folder["broken.jpg"]).Failure!.Message);
        using (var file = File.OpenRead(_folder["broken.jpg"])) Assert.Contains("broken.jpg", predictor.Predict(file).Failure!.Message);
        var failed = predictor.Predict([File.ReadAllBytes(Photo), broken]).Last();
        Assert.Equal(("image 2", "", ImageFault.Truncated), (failed.Name, failed.Path, failed.Failure!.Reason));
        Assert.Contains("'image 2'", failed.Failure.Message);
        Assert.Equal("truncated", JsonDocument.Parse(failed.ToJson()).RootElement.GetProperty("failure").GetProperty("reason").GetString());
        Assert.Equal(ImageFault.Unreadable, predictor.Predict(new Breaking()).Failure!.Reason);
        Assert.Equal((0, 0), (failed.Width, failed.Height));
    }

    [Fact]
    public void Limits_and_liberties_of_reading_reach_every_task()
    {
        File.WriteAllBytes(_folder["png.jpg"], ImageEncoder.EncodePng(new RgbImage(40, 30)));
        var accepting = new RuntimeOptions { AcceptMislabelled = true };
        var limited = new RuntimeOptions { AcceptMislabelled = true, MaxPixels = 40 * 30 - 1 };
        Check(options => ClassificationPredictor.Open(TinyClassifier.Write(_folder["c.onnx"]), options));
        Check(options => DetectionPredictor.Open(TinyDetector.Write(_folder["d.onnx"]), options));
        Check(options => SegmentationPredictor.Open(TinySegmenter.Write(_folder["s.onnx"]), options));

        void Check<T>(Func<RuntimeOptions?, Predictor<T>> open) where T : Prediction
        {
            Assert.Equal(ImageFault.Mislabelled, Refusal(null));
            Assert.Equal(ImageFault.TooLarge, Refusal(limited));
            using var predictor = open(accepting);
            Assert.Equal((40, 30), (predictor.Predict(_folder["png.jpg"]).Width, predictor.Predict(_folder["png.jpg"]).Height));

            ImageFault Refusal(RuntimeOptions? options)
            {
                using var strict = open(options);
                return Assert.Throws<ImageException>(() => strict.Predict(_folder["png.jpg"])).Reason;
            }
        }
    }

    [Fact]
    public async Task One_answer_can_be_cancelled_before_it_begins()
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]));
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => predictor.PredictAsync(Photo, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await predictor.PredictAsync(File.OpenRead(Photo), cancelled));
    }

    private static async Task<T> Alike<T>(Predictor<T> predictor) where T : Prediction
    {
        var bytes = File.ReadAllBytes(Photo);
        var pixels = ImageFile.Decode(Photo);
        var file = predictor.Predict(Photo);
        Assert.Equal((Photo, "hammer1.jpg", pixels.Width, pixels.Height), (file.Path, file.Name, file.Width, file.Height));
        using (var stream = File.OpenRead(Photo)) Assert.Equal(file.ToJson(), predictor.Predict(stream).ToJson());
        using (var stream = File.OpenRead(Photo)) Assert.Equal(file.ToJson(), (await predictor.PredictAsync(stream)).ToJson());
        Assert.Equal(file.ToJson(), (await predictor.PredictAsync(Photo)).ToJson());
        Assert.Equal(file.ToJson(), predictor.Predict([Photo]).Single().ToJson());

        var memory = predictor.Predict(bytes);
        Assert.Equal(("", "image"), (memory.Path, memory.Name));
        Assert.Equal(AnswerOf(file), AnswerOf(memory));
        Assert.Equal(memory.ToJson(), (await predictor.PredictAsync(bytes)).ToJson());
        Assert.Equal(memory.ToJson(), predictor.Predict(new MemoryStream(bytes)).ToJson());
        Assert.Equal(["image 1", "image 2"], predictor.Predict([bytes, bytes]).Select(prediction => prediction.Name));

        // A large JPEG is decoded at a fraction of its size for a classifier, so pixels are compared with a PNG of them.
        var png = AnswerOf(predictor.Predict(ImageEncoder.EncodePng(pixels)));
        Assert.Equal(png, AnswerOf(predictor.Predict(pixels)));
        Assert.Equal(png, AnswerOf(await predictor.PredictAsync(pixels)));
        Assert.All(predictor.Predict([pixels, pixels, pixels]), prediction => Assert.Equal(png, AnswerOf(prediction)));
        await foreach (var prediction in predictor.PredictAsync(new[] { pixels, pixels }.ToAsyncEnumerable())) Assert.Equal(png, AnswerOf(prediction));
        await foreach (var prediction in predictor.PredictAsync(new[] { bytes }.ToAsyncEnumerable())) Assert.Equal(AnswerOf(file), AnswerOf(prediction));
        Stream[] streams = [new MemoryStream(bytes)];
        await foreach (var prediction in predictor.PredictAsync(streams.ToAsyncEnumerable())) Assert.Equal(AnswerOf(file), AnswerOf(prediction));
        return file;
    }

    // All but the image's name.
    private static string AnswerOf(Prediction prediction)
    {
        var document = JsonDocument.Parse(prediction.ToJson()).RootElement;
        var properties = document.EnumerateObject().Where(property => property.Name is not ("path" or "name"));
        return string.Join('\n', properties.Select(property => $"{property.Name}: {property.Value}"));
    }

    private sealed class Breaking : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The line is dead.");

        public override int Read(Span<byte> buffer) => throw new IOException("The line is dead.");

        public override void CopyTo(Stream destination, int bufferSize) => throw new IOException("The line is dead.");
    }
}
