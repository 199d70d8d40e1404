using System.Globalization;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>Native memory that is freed while it is used ends the process; these tests end it where that can happen.</summary>
public sealed class DisposalTests : IDisposable
{
    /// <summary>Predictions of the stress test; 10000 take some minutes.</summary>
    private const string Variable = "GRAFT_STRESS";

    private const int Threads = 16;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_is_called_afterwards_says_so()
    {
        var image = TinySegmenter.Image(40, 30);
        var classifier = ClassificationPredictor.Open(TinyClassifier.Write(_folder["c.onnx"]));
        var detector = DetectionPredictor.Open(TinyDetector.Write(_folder["d.onnx"]));
        var segmenter = SegmentationPredictor.Open(TinySegmenter.Write(_folder["s.onnx"]));
        var forward = (OnnxForward)new OnnxForwardFactory().Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract);
        foreach (var disposable in new IDisposable[] { classifier, detector, segmenter, forward })
        {
            disposable.Dispose();
            disposable.Dispose();
        }

        await Check(classifier, image);
        await Check(detector, image);
        await Check(segmenter, image);
        Assert.Throws<ObjectDisposedException>(() => classifier.Scores(new byte[64 * 64 * 3], 1));
        Assert.Throws<ObjectDisposedException>(() => classifier.Scores(new byte[64 * 64 * 3 * 9], 9));
        Assert.Throws<ObjectDisposedException>(() => detector.Detect(new byte[64 * 64 * 3], 1, (64, 64)));
        Assert.Throws<ObjectDisposedException>(() => segmenter.Probabilities(new byte[64 * 64 * 3], 1, 64, 64));
        Assert.Throws<ObjectDisposedException>(() => forward.Run(new byte[64 * 64 * 3], 1, new float[3]));
        Assert.Equal(3, classifier.Manifest.Classes.Count);
        Assert.False(detector.HasMasks);
    }

    [Fact]
    public void A_sequence_whose_predictor_is_closed_ends_with_the_reason()
    {
        var tiling = new TilingOptions { WholePixels = 1, Tile = 64, Overlap = 32, Margin = 0 };
        var predictor = SegmentationPredictor.Open(TinySegmenter.Write(_folder["s.onnx"]), tiling: tiling);
        IEnumerable<RgbImage> Endless()
        {
            while (true) yield return TinySegmenter.Image(90, 90);
        }

        var failure = Assert.Throws<ObjectDisposedException>(() =>
        {
            foreach (var _ in predictor.Predict(Endless())) predictor.Dispose();
        });
        Assert.Contains("s.onnx", failure.Message);
    }

    [Fact]
    public async Task Predictors_may_be_opened_and_closed_at_any_moment()
    {
        var goal = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "400", CultureInfo.InvariantCulture);
        var image = TinySegmenter.Image(64, 64);
        TinyClassifier.Write(_folder["c.onnx"]);
        TinyDetector.Write(_folder["d.onnx"]);
        TinySegmenter.Write(_folder["s.onnx"]);
        // One image at a time: the last digit of an answer may depend on how many run together.
        var classify = new Shared<ClassificationPrediction>(() => ClassificationPredictor.Open(_folder["c.onnx"], new() { BatchSize = 1 }));
        var detect = new Shared<DetectionPrediction>(() => DetectionPredictor.Open(_folder["d.onnx"]));
        var segment = new Shared<SegmentationPrediction>(() => SegmentationPredictor.Open(_folder["s.onnx"]));
        var expected = (classify.Answer(image), detect.Answer(image), segment.Answer(image));
        int answered = 0, refused = 0;

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(() =>
        {
            var random = SeededRandom.For(7, $"thread {thread}");
            while (Volatile.Read(ref answered) < goal)
                try
                {
                    switch (random.Next(6))
                    {
                        case 0: Assert.Equal(expected.Item1, classify.Answer(image)); break;
                        case 1: Assert.Equal(expected.Item2, detect.Answer(image)); break;
                        case 2: Assert.Equal(expected.Item3, segment.Answer(image)); break;
                        case 3: Assert.All(classify.Answers([image, image, image]), answer => Assert.Equal(expected.Item1, answer)); break;
                        case 4: Assert.All(detect.Answers([image, image]), answer => Assert.Equal(expected.Item2, answer)); break;
                        default:
                            if (random.Chance(0.5)) classify.Reopen();
                            else if (random.Chance(0.5)) detect.Reopen();
                            else segment.Reopen();
                            continue;
                    }
                    Interlocked.Increment(ref answered);
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                }
        }, TaskCreationOptions.LongRunning)));

        TestContext.Current.SendDiagnosticMessage($"{answered} answers, {refused} refusals");
        foreach (var shared in new IDisposable[] { classify, detect, segment }) shared.Dispose();
    }

    private static async Task Check<T>(Predictor<T> predictor, RgbImage image) where T : Prediction
    {
        Assert.Throws<ObjectDisposedException>(() => predictor.Predict("no such file"));
        Assert.Throws<ObjectDisposedException>(() => predictor.Predict(image));
        Assert.Throws<ObjectDisposedException>(() => predictor.Predict(new MemoryStream()));
        Assert.Throws<ObjectDisposedException>(() => predictor.Predict([image]));
        Assert.Throws<ObjectDisposedException>(() => predictor.PredictAsync([image]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => predictor.PredictAsync(image));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => predictor.PredictAsync(new MemoryStream()));
    }

    // A predictor that all threads use and any of them may replace, closing the old one under the others' hands.
    private sealed class Shared<T>(Func<Predictor<T>> open) : IDisposable where T : Prediction
    {
        private Predictor<T> _predictor = open();

        public string Answer(RgbImage image) => TextOf(Volatile.Read(ref _predictor).Predict(image));

        public List<string> Answers(RgbImage[] images) => [.. Volatile.Read(ref _predictor).Predict(images).Select(TextOf)];

        public void Reopen() => Interlocked.Exchange(ref _predictor, open()).Dispose();

        public void Dispose() => _predictor.Dispose();

        private static string TextOf(Prediction prediction) => (prediction with { Name = "image" }).ToJson();
    }
}
