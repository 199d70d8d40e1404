using Graft.Artifacts;
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
        Assert.InRange(difference.Edge, 0, DetectionProbes.BoxTolerance);
        Assert.Null(difference.Mask);

        using var predictor = DetectionPredictor.Open(path);
        using var trainer = new TorchDetector(network, parameters, TinyDetector.Contract);
        foreach (var size in new[] { (96, 128), (160, 64) })
        {
            byte[] images = [.. Picture(11, size), .. Picture(12, size), .. Picture(13, size)];
            var (expected, found) = (trainer.Run(images, 3, size), predictor.Detect(images, 3, size));
            Assert.Equal(3, found.Count);
            for (var i = 0; i < 3; i++)
            {
                Assert.NotEmpty(expected[i]);
                DetectionProbes.Check(DetectionProbes.Make(0, expected[i]), found[i], $"picture {i}");
                Assert.Equal(found[i].OrderByDescending(detection => detection.Score), found[i]);
                Assert.InRange(found[i].Count, 1, network.Architecture.Most);
            }
        }
    }

    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("retinanet_resnet_tiny")]
    public void Nothing_found_is_an_empty_list_and_not_an_error(string model)
    {
        using var predictor = DetectionPredictor.Open(exported.Of(model).Path);
        var found = predictor.Detect([.. Picture(1, (64, 64)), .. Picture(2, (64, 64))], 2, (64, 64), threshold: 1);
        Assert.All(found, Assert.Empty);
    }

    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("retinanet_resnet_tiny")]
    public void The_overlap_of_suppression_can_be_chosen_when_predicting(string model)
    {
        using var predictor = DetectionPredictor.Open(exported.Of(model).Path);
        var picture = Picture(11, (96, 128));
        var (usual, asWritten, strict) = (Found(null), Found(0.5f), Found(0.1f));
        Assert.Equal(usual, asWritten);
        Assert.NotEqual(usual, strict);
        Assert.True(LargestOverlap(usual) > 0.1);
        Assert.InRange(LargestOverlap(strict), 0, 0.1001);
        Assert.True(LargestOverlap(Found(0.9f)) > 0.5);

        IReadOnlyList<Graft.Tasks.Detection> Found(float? overlap) => predictor.Detect(picture, 1, (96, 128), 0.01f, overlap)[0];
        static double LargestOverlap(IReadOnlyList<Graft.Tasks.Detection> found) =>
            (from one in found from other in found where !ReferenceEquals(one, other) && one.Label == other.Label select one.Box.IoU(other.Box)).DefaultIfEmpty().Max();
    }

    [Fact]
    public void Objects_are_answered_in_the_pictures_own_pixels()
    {
        using var folder = new TestFolder();
        var picture = new RgbImage(300, 200, [.. Enumerable.Range(0, 300 * 200 * 3).Select(i => (byte)(i * 31 % 251))]);
        AtomicFile.WriteBytes(folder["a.png"], ImageEncoder.EncodePng(picture));
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

    private static byte[] Picture(ulong seed, (int Height, int Width) size) =>
        ProbeImages.Make(seed, TinyDetector.Contract with { Height = size.Height, Width = size.Width });
}
