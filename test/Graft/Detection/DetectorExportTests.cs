using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft.Tests.Detection;

public sealed class DetectorExportTests(ExportedDetectors exported) : IClassFixture<ExportedDetectors>
{
    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("efficientnet_lite_tiny")]
    [InlineData("retinanet_resnet_tiny")]
    [InlineData("grouped")]
    [InlineData("choosy")]
    [InlineData("swin_twin")]
    [InlineData("swin_v2_twin")]
    [InlineData("maxvit_twin")]
    [InlineData("squeezenet_tiny")]
    public void The_file_finds_what_the_trainer_finds_on_any_size_and_batch(string model)
    {
        var (network, parameters, path, difference) = exported.Of(model);
        Assert.InRange(difference.Difference, 0, DetectionProbes.BoxTolerance);
        Assert.Null(difference.MaskDifference);

        using var predictor = DetectionPredictor.Open(path);
        using var trainer = new TorchDetector(network, parameters, TinyDetector.Contract);
        foreach (var size in new[] { (96, 128), (160, 64) })
        {
            byte[] images = [.. Image(11, size), .. Image(12, size), .. Image(13, size)];
            var (expected, found) = (trainer.Run(images, 3, size), predictor.Detect(images, 3, size));
            Assert.Equal(3, found.Count);
            for (var i = 0; i < 3; i++)
            {
                Assert.NotEmpty(expected[i]);
                DetectionProbes.Check(DetectionProbes.Make(0, expected[i]), found[i], $"image {i}");
                Assert.Equal(found[i].OrderByDescending(detection => detection.Score), found[i]);
                Assert.InRange(found[i].Count, 1, network.Architecture.MaxDetections);
            }
        }
    }

    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("retinanet_resnet_tiny")]
    public void Nothing_found_is_an_empty_list_and_not_an_error(string model)
    {
        using var predictor = DetectionPredictor.Open(exported.Of(model).Path);
        var found = predictor.Detect([.. Image(1, (64, 64)), .. Image(2, (64, 64))], 2, (64, 64), threshold: 1);
        Assert.All(found, Assert.Empty);
    }

    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("retinanet_resnet_tiny")]
    public void The_overlap_of_suppression_can_be_chosen_when_predicting(string model)
    {
        using var predictor = DetectionPredictor.Open(exported.Of(model).Path);
        var image = Image(11, (96, 128));
        var (fallback, asWritten, strict) = (Found(null), Found(0.5f), Found(0.1f));
        Assert.Equal(fallback, asWritten);
        Assert.NotEqual(fallback, strict);
        Assert.True(LargestOverlap(fallback) > 0.1);
        Assert.InRange(LargestOverlap(strict), 0, 0.1001);
        Assert.True(LargestOverlap(Found(0.9f)) > 0.5);

        IReadOnlyList<Graft.Tasks.Detection> Found(float? overlap) => predictor.Detect(image, 1, (96, 128), 0.01f, overlap)[0];
        static double LargestOverlap(IReadOnlyList<Graft.Tasks.Detection> found) =>
            (from one in found
             from other in found
             where !ReferenceEquals(one, other) && one.Label == other.Label
             select one.Box.IoU(other.Box)).DefaultIfEmpty().Max();
    }

    [Fact]
    public void A_file_of_which_no_proposal_survives_answers_with_empty_lists()
    {
        var (network, parameters, path, _) = exported.Of("undecided");
        using var trainer = new TorchDetector(network, parameters, TinyDetector.Contract);
        using var predictor = DetectionPredictor.Open(path);
        byte[] images = [.. Image(1, (96, 128)), .. Image(2, (96, 128))];
        Assert.All(trainer.Run(images, 2, (96, 128)), Assert.Empty);
        Assert.All(predictor.Detect(images, 2, (96, 128), threshold: 0), Assert.Empty);
    }

    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("retinanet_resnet_tiny")]
    public void Boxes_are_cut_to_the_image_and_not_to_the_input_that_holds_it(string model)
    {
        var (network, parameters, path, _) = exported.Of(model);
        using var predictor = DetectionPredictor.Open(path);
        using var trainer = new TorchDetector(network, parameters, TinyDetector.Contract);
        byte[] images = [.. Image(11, (96, 128)), .. Image(12, (96, 128))];
        (int Height, int Width)[] real = [(96, 128), (77, 101)];
        var (expected, found) = (trainer.Run(images, 2, (96, 128), real), predictor.Detect(images, 2, (96, 128), real: real));
        for (var i = 0; i < 2; i++)
        {
            Assert.NotEmpty(expected[i]);
            DetectionProbes.Check(expected[i], found[i], $"image {i}");
            Assert.All(found[i], detection => Assert.Equal(detection.Box, detection.Box.Clip(real[i].Width, real[i].Height)));
        }
        Assert.Contains(predictor.Detect(images, 2, (96, 128))[1], detection => detection.Box.X2 > 101); // otherwise there was nothing to cut
    }

    [Fact]
    public void The_gate_compares_both_ways_and_looks_at_unsure_answers_where_there_are_no_others()
    {
        var one = new Graft.Tasks.Detection(new Box(1, 1, 9, 9), 0, 0.9);
        Assert.Contains("the trainer does not find", Assert.Throws<GraftException>(() => DetectionProbes.Check([], [one], "It")).Message);
        Assert.Contains("is not answered", Assert.Throws<GraftException>(() => DetectionProbes.Check([one], [], "It")).Message);

        // A bias that makes every class unlikely: nothing scores 0.001.
        using var folder = new TestFolder();
        var (network, parameters) = TinyDetector.Make("retinanet_resnet_tiny");
        var bias = parameters["head.classification_head.cls_logits.bias"];
        var weight = parameters["head.classification_head.cls_logits.weight"];
        parameters.Set("head.classification_head.cls_logits.bias", bias with { Data = [.. bias.Data.Select(_ => -9f)] });
        parameters.Set("head.classification_head.cls_logits.weight", weight with { Data = [.. weight.Data.Select(value => value / 40)] });
        var parity = DetectorExport.Write(folder["a.onnx"], network, parameters, TinyDetector.ManifestOf("retinanet_resnet_tiny"));
        Assert.True(parity.Detections > 0);
        Assert.Empty(ModelFile.ReadManifest(folder["a.onnx"]).Probes[0].Scores);
    }

    [Fact]
    public void Result_lists_have_the_datas_numbers_and_count_from_one_without()
    {
        DetectionPrediction[] found =
        [
            new("a.jpg", [new FoundObject(new Box(1, 2, 4, 8), 1, "two", 0.5)], 9, 9),
            new("b.jpg", [new FoundObject(new Box(1, 2, 4, 8), 0, "one", 0.5)], 9, 9),
        ];
        ObjectSample[] plain = [new("a.jpg", "a.jpg", 9, 9, []), new("b.jpg", "b.jpg", 9, 9, [])];
        Assert.Equal([1L, 2], DetectionFiles.Coco(found, plain, null).Select(entry => entry.ImageId));
        var numbered = DetectionFiles.Coco(found, [plain[0] with { Id = 0 }, plain[1] with { Id = 70 }], [3, 90]);
        Assert.Equal([(0L, 90), (70L, 3)], numbered.Select(entry => (entry.ImageId, entry.CategoryId)));
    }

    [Fact]
    public void Images_that_run_together_get_the_answers_they_get_alone()
    {
        using var folder = new TestFolder();
        (int Width, int Height)[] sizes = [(300, 200), (300, 200), (200, 300), (290, 200), (300, 200)];
        string[] paths = [.. sizes.Select((size, at) => folder[$"{at}.png"])];
        foreach (var (at, size) in sizes.Index())
        {
            var pixels = ProbeImages.Make((ulong)at + 1, TinyDetector.Contract with { Width = size.Width, Height = size.Height });
            AtomicFile.WriteBytes(paths[at], ImageEncoder.EncodePng(new RgbImage(size.Width, size.Height, pixels)));
        }
        var path = exported.Of("resnet_tiny").Path;
        using var alone = DetectionPredictor.Open(path);
        using var together = DetectionPredictor.Open(path, new RuntimeOptions { BatchSize = 3 });
        foreach (var (one, other) in alone.Predict(paths).Zip(together.Predict(paths)))
        {
            Assert.Equal((one.Path, one.Width, one.Height), (other.Path, other.Width, other.Height));
            Assert.NotEmpty(one.Objects);
            DetectionProbes.Check(DetectorEvaluation.Detections(one), DetectorEvaluation.Detections(other), one.Path);
        }
    }

    [Fact]
    public void Objects_are_answered_in_the_images_own_pixels()
    {
        using var folder = new TestFolder();
        var image = new RgbImage(300, 200, [.. Enumerable.Range(0, 300 * 200 * 3).Select(i => (byte)(i * 31 % 251))]);
        AtomicFile.WriteBytes(folder["a.png"], ImageEncoder.EncodePng(image));
        using var predictor = DetectionPredictor.Open(exported.Of("resnet_tiny").Path);

        var prediction = Assert.Single(predictor.Predict([folder["a.png"]]));

        Assert.Equal((300, 200), (prediction.Width, prediction.Height));
        Assert.NotEmpty(prediction.Objects);
        Assert.All(prediction.Objects, found => Assert.Equal(found.Box, found.Box.Clip(300, 200)));
        Assert.Contains(prediction.Objects, found => found.Box.X2 > 130); // larger than the network's input
        Assert.All(prediction.Objects, found => Assert.Equal(TinyDetector.Classes[found.Label], found.ClassName));
    }

    [Fact]
    public void A_size_that_is_no_multiple_of_32_is_refused()
    {
        using var predictor = DetectionPredictor.Open(exported.Of("resnet_tiny").Path);
        Assert.Throws<ArgumentException>(() => predictor.Detect(new byte[50 * 64 * 3], 1, (50, 64)));
    }

    [Fact]
    public void A_detector_is_not_opened_as_a_classifier() =>
        Assert.Contains("'detect'", Assert.Throws<GraftException>(() => ClassificationPredictor.Open(exported.Of("resnet_tiny").Path)).Message);

    private static byte[] Image(ulong seed, (int Height, int Width) size) =>
        ProbeImages.Make(seed, TinyDetector.Contract with { Height = size.Height, Width = size.Width });
}
