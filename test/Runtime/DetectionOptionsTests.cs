using Graft.Imaging;
using Graft.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace Graft.Tests.Runtime;

public sealed class DetectionOptionsTests : IDisposable
{
    private static readonly string Photo = Repository.At("samples", "photos", "tool", "hammer1.jpg");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.PositiveInfinity)]
    public void A_threshold_outside_0_to_1_is_refused_by_name(double value)
    {
        Check("ScoreThreshold", () => new RuntimeOptions { ScoreThreshold = value });
        Check("IouThreshold", () => new RuntimeOptions { IouThreshold = value });
        using var predictor = DetectionPredictor.Open(TinyDetector.Write(_folder["m.onnx"]));
        Check("ScoreThreshold", () => predictor.Predict(Photo, value));
        Check("IouThreshold", () => predictor.Predict([Photo], 0.5, value));
        Check("ScoreThreshold", () => predictor.Detect(new byte[64 * 64 * 3], 1, (64, 64), (float)value));
        Check("IouThreshold", () => predictor.Detect(new byte[64 * 64 * 3], 1, (64, 64), null, (float)value));

        static void Check(string option, Func<object> use)
        {
            var refusal = Assert.Throws<GraftException>(use);
            Assert.Contains(option, refusal.What);
            Assert.Contains("from 0 to 1", refusal.Expected);
        }
    }

    [Fact]
    public void Counts_that_cannot_be_are_refused()
    {
        Assert.Contains("MaxDetections", Assert.Throws<GraftException>(() => new RuntimeOptions { MaxDetections = 0 }).Message);
        Assert.Contains("MaxPixels", Assert.Throws<GraftException>(() => new RuntimeOptions { MaxPixels = 0 }).Message);
        Assert.Contains("OnBadImage", Assert.Throws<GraftException>(() => new RuntimeOptions { OnBadImage = (OnBadImage)9 }).Message);
    }

    [Fact]
    public void Options_choose_what_is_kept()
    {
        var all = Open(new() { ScoreThreshold = 0.01, IouThreshold = 0.9 });
        Assert.True(all.Count > 10);
        Assert.Equal(all.Take(3), Open(new() { ScoreThreshold = 0.01, IouThreshold = 0.9, MaxDetections = 3 }));
        Assert.Empty(Open(new() { ScoreThreshold = 1 }));
        var strict = Open(new() { ScoreThreshold = 0.01, IouThreshold = 0.1 });
        Assert.All(strict, one => Assert.DoesNotContain(strict, other => one != other && one.Label == other.Label && one.Box.IoU(other.Box) > 0.1001));
        Assert.NotEqual(all, strict);

        using var predictor = DetectionPredictor.Open(_folder["m.onnx"]);
        Assert.Equal(strict, predictor.Predict(Photo, 0.01, 0.1).Objects);
        Assert.Equal(strict, predictor.Predict([Photo], threshold: 0.01, overlap: 0.1).Single().Objects);
    }

    [Fact]
    public void The_hook_gets_the_options_of_every_session()
    {
        var calls = 0;
        var hooked = new RuntimeOptions
        {
            ConfigureSession = options =>
            {
                Assert.Equal(1, options.InterOpNumThreads);
                options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
                calls++;
            },
        };
        using (ClassificationPredictor.Open(TinyClassifier.Write(_folder["c.onnx"]), hooked)) { }
        using (DetectionPredictor.Open(TinyDetector.Write(_folder["d.onnx"]), hooked)) { }
        using (SegmentationPredictor.Open(TinySegmenter.Write(_folder["s.onnx"]), hooked)) { }
        using (new OnnxForwardFactory(hooked).Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract)) { }
        Assert.Equal(4, calls);
    }

    private IReadOnlyList<FoundObject> Open(RuntimeOptions options)
    {
        using var predictor = DetectionPredictor.Open(TinyDetector.Write(_folder["m.onnx"]), options);
        return predictor.Predict(Photo).Objects;
    }
}
