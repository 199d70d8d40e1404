using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed class SegmentationPredictorTests
{
    [Fact]
    public void Tiles_are_lower_where_a_band_of_them_would_be_too_large()
    {
        var options = new TilingOptions();
        Assert.Equal(new TilePlan(options, options), TilePlan.For(options, 5472, 5));
        var plan = TilePlan.For(options, 20_000, 255);
        Assert.Equal(options, plan.Across);
        Assert.Equal((64, 0, 0), (plan.Down.Tile, plan.Down.Overlap, plan.Down.Margin));
        Assert.True(TilePlan.For(options, 5472, 150).Down is { Tile: 160, Overlap: 64, Margin: 16 });
    }

    [Fact]
    public void Which_networks_see_the_whole_image_is_known()
    {
        Assert.Contains("averages", WholeImage.ReasonIn("deeplabv3_resnet50"));
        Assert.Contains("averages", WholeImage.ReasonIn("fpn_mobilenet_v3_large"));
        Assert.Null(WholeImage.ReasonIn("fpn_efficientnet_lite0"));
        Assert.Null(WholeImage.ReasonIn("fcn_resnet50"));
        Assert.Null(WholeImage.ReasonIn("tiny_segmenter"));
    }

    [Fact]
    public void A_tile_alone_means_that_all_larger_images_are_cut()
    {
        Assert.Equal(new TilingOptions { Tile = 320, WholePixels = 320 * 320, Overlap = 96, Margin = 24 }, TilingOptions.Of(320, null, false));
        Assert.Equal(new TilingOptions { OriginalScale = true }, TilingOptions.Of(null, null, true));
        Assert.Throws<GraftException>(() => TilingOptions.Of(128, 128, false));
    }


    [Theory]
    [InlineData(64, 96)]
    [InlineData(33, 50)]
    [InlineData(1, 1)]
    public void Images_of_any_size_get_probabilities_that_add_up_to_one(int height, int width)
    {
        using var folder = new TestFolder();
        using var predictor = SegmentationPredictor.Open(TinySegmenter.Write(folder["m.onnx"]));
        byte[] images = [.. TinySegmenter.Image(width, height).Pixels, .. TinySegmenter.Image(width, height, 8).Pixels];

        var probabilities = predictor.Probabilities(images, 2, height, width);

        Assert.Equal(2 * 3 * height * width, probabilities.Length);
        for (var i = 0; i < height * width; i++)
            Assert.Equal(1, probabilities[i] + probabilities[height * width + i] + probabilities[2 * height * width + i], 1e-5);
    }

    [Fact]
    public void An_image_is_answered_at_its_own_size_with_a_mask_for_each_class()
    {
        using var folder = new TestFolder();
        using var predictor = SegmentationPredictor.Open(TinySegmenter.Write(folder["m.onnx"]));

        var prediction = predictor.Predict(TinySegmenter.Image(300, 200));

        Assert.Equal((300, 200), (prediction.Map!.Width, prediction.Map.Height));
        Assert.Equal(300 * 200, prediction.PixelsPerClass.Sum());
        Assert.True(prediction.PixelsPerClass.Count(pixels => pixels > 0) > 1);
        for (var label = 0; label < 3; label++) Assert.Equal(prediction.PixelsPerClass[label], prediction.MaskOf(label).Area);
        Assert.Equal(prediction.MaskOf(1).ToCocoText(), prediction.MaskOf("one").ToCocoText());
        Assert.Contains("background, one, two", Assert.Throws<GraftException>(() => prediction.MaskOf("three")).Message);
    }

    [Fact]
    public void The_image_is_scaled_as_the_model_was_trained_and_the_answer_scaled_back()
    {
        using var folder = new TestFolder();
        using var predictor = SegmentationPredictor.Open(TinySegmenter.Write(folder["m.onnx"]));
        var small = TinySegmenter.Image(96, 64);

        var own = predictor.Predict(small).Map!;
        var probabilities = predictor.Probabilities(small.Pixels, 1, 64, 96);
        Assert.Equal(Enumerable.Range(0, 64 * 96).Select(i => (byte)Enumerable.Range(0, 3).MaxBy(label => probabilities[label * 64 * 96 + i])), own.Values);

        // An image made three times as large is seen at the same size.
        var large = predictor.Predict(Resampler.Resize(small, 288, 192, Interpolation.Nearest)).Map!;
        var agreeing = Enumerable.Range(0, 64 * 96).Count(i => large.Values[(i / 96 * 3 + 1) * 288 + i % 96 * 3 + 1] == own.Values[i]);
        Assert.InRange(agreeing, 64 * 96 * 95 / 100, 64 * 96);
    }

    [Theory]
    [InlineData(257, 200)]
    [InlineData(300, 511)]
    public void Overlapping_tiles_give_what_the_whole_image_gives(int width, int height)
    {
        using var folder = new TestFolder();
        var path = TinySegmenter.Write(folder["m.onnx"]);
        var image = TinySegmenter.Image(width, height);
        using var whole = SegmentationPredictor.Open(path, tiling: new TilingOptions { OriginalScale = true, WholePixels = int.MaxValue });
        using var tiled = SegmentationPredictor.Open(path,
            tiling: new TilingOptions { OriginalScale = true, WholePixels = 1, Tile = 128, Overlap = 64, Margin = 24 });

        var (expected, found) = (whole.Predict(image).Map!.Values, tiled.Predict(image).Map!.Values);

        // The margin is wider than the network sees, so only pixels where two classes are equal to the last digit may differ.
        Assert.InRange(expected.Zip(found).Count(pair => pair.First != pair.Second), 0, width * height / 10_000);
    }

    [Fact]
    public void A_file_that_answers_its_probes_otherwise_is_refused()
    {
        using var folder = new TestFolder();
        var wrong = SegmentationProbes.Make(11, new float[3 * SegmentationProbes.Width * SegmentationProbes.Height]);
        var path = TinySegmenter.Write(folder["m.onnx"], TinySegmenter.Manifest with { Probes = [wrong] });
        var refusal = Assert.Throws<GraftException>(() => SegmentationPredictor.Open(path));
        Assert.Contains("self-test", refusal.Message);
        Assert.Equal(1, refusal.ExitCode);
    }

    [Fact]
    public void A_classifier_is_no_segmentation_network()
    {
        using var folder = new TestFolder();
        Assert.Contains("classify", Assert.Throws<GraftException>(() => SegmentationPredictor.Open(TinyClassifier.Write(folder["c.onnx"]))).Message);
    }

    [Theory]
    [InlineData(100, 32, 0)]
    [InlineData(128, 128, 0)]
    [InlineData(128, 32, 17)]
    public void Tiles_that_cannot_be_are_refused(int tile, int overlap, int margin)
    {
        using var folder = new TestFolder();
        var path = TinySegmenter.Write(folder["m.onnx"]);
        Assert.Throws<GraftException>(() => SegmentationPredictor.Open(path, tiling: new TilingOptions { Tile = tile, Overlap = overlap, Margin = margin }));
    }

    [Fact]
    public void An_unreadable_file_fails_or_is_named()
    {
        using var folder = new TestFolder();
        var path = TinySegmenter.Write(folder["m.onnx"]);
        File.WriteAllBytes(folder["empty.jpg"], []);
        using var strict = SegmentationPredictor.Open(path);
        Assert.Throws<ImageException>(() => strict.Predict(folder["empty.jpg"]));
        using var lenient = SegmentationPredictor.Open(path, new RuntimeOptions { OnBadImage = OnBadImage.Skip });
        var prediction = lenient.Predict([folder["empty.jpg"]]).Single();
        Assert.Contains("empty.jpg", prediction.Failure!.Message);
        Assert.Null(prediction.Map);
    }
}
