using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;
using Microsoft.ML.OnnxRuntime;

namespace Graft.Tests.Detection;

public sealed class InstanceExportTests(ExportedDetectors exported) : IClassFixture<ExportedDetectors>
{
    private const string Model = "maskrcnn_resnet_tiny";

    [Fact]
    public void The_file_draws_the_trainers_masks_on_any_size_and_batch()
    {
        var (network, parameters, path, difference) = exported.Of(Model);
        Assert.InRange(difference.MaskDifference!.Value, 0, 0.01);
        using var predictor = DetectionPredictor.Open(path);
        using var trainer = new TorchDetector(network, parameters, TinyDetector.Contract);
        Assert.True(predictor.HasMasks);
        foreach (var size in new[] { (96, 128), (160, 64) })
        {
            byte[] images = [.. Image(11, size), .. Image(12, size), .. Image(13, size)];
            var (expected, found) = (trainer.Run(images, 3, size), predictor.Detect(images, 3, size));
            for (var i = 0; i < 3; i++)
            {
                Assert.NotEmpty(expected[i]);
                DetectionProbes.Check(expected[i], found[i], $"image {i}");
                Assert.All(found[i], one => Assert.Equal(28, one.Grid!.Side));
                Assert.Contains(found[i], one => one.Grid!.Probabilities.Max() - one.Grid.Probabilities.Min() > 0.05);
            }
        }
    }

    [Fact]
    public void Nothing_found_has_no_masks_and_is_no_error()
    {
        using var predictor = DetectionPredictor.Open(exported.Of(Model).Path);
        Assert.All(predictor.Detect([.. Image(1, (64, 64)), .. Image(2, (64, 64))], 2, (64, 64), threshold: 1), Assert.Empty);
        using var session = new InferenceSession(exported.Of(Model).Path);
        var masks = Run(session, (64, 96), threshold: 1, scale: null).Masks;
        Assert.Equal([0, 64, 96], masks.Shape);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2f)]
    [InlineData(0f)]
    public void The_file_pastes_masks_as_the_runtime_does(float? scale)
    {
        using var session = new InferenceSession(exported.Of(Model).Path);
        var (height, width, factor) = (96, 128, scale ?? 1);
        var (boxes, grids, masks) = Run(session, (height, width), threshold: 0.01f, scale);
        var count = boxes.Length / 4;
        Assert.True(count > 0);
        Assert.Equal([count, (long)(height * factor), (long)(width * factor)], masks.Shape);
        var (tall, wide) = ((int)masks.Shape[1], (int)masks.Shape[2]);
        for (var i = 0; i < count && tall > 0; i++)
        {
            var box = new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]).Scale(factor, factor);
            var expected = new MaskGrid(28, grids[(i * 784)..((i + 1) * 784)]).Paste(box, (wide, tall)).ToBitmap();
            var differing = expected.Where((bit, at) => bit != 0 != masks.Bits[i * tall * wide + at]).Count();
            // A probability of one half to the last digit may fall on either side.
            Assert.InRange(differing, 0, tall * wide / 2000);
        }
    }

    [Fact]
    public void Objects_have_masks_of_the_images_own_size()
    {
        using var folder = new TestFolder();
        byte[] pixels = [.. Enumerable.Range(0, 300 * 200 * 3).Select(i => (byte)(i * 31 % 251))];
        AtomicFile.WriteBytes(folder["a.png"], ImageEncoder.EncodePng(new RgbImage(300, 200, pixels)));
        using var predictor = DetectionPredictor.Open(exported.Of(Model).Path);

        var prediction = Assert.Single(predictor.Predict([folder["a.png"]]));

        Assert.NotEmpty(prediction.Objects);
        Assert.All(prediction.Objects, found => Assert.Equal((300, 200), (found.Mask!.Width, found.Mask.Height)));
        var drawn = prediction.Objects.First(found => found.Mask!.Area > 0);
        Assert.True(drawn.Mask!.Bounds.Intersection(drawn.Box) > 0);
        var coco = DetectionFiles.Coco([prediction]);
        Assert.Equal(drawn.Mask.Area, Mask.FromCocoText(300, 200, coco[prediction.Objects.ToList().IndexOf(drawn)].Segmentation!.Counts).Area);
        var line = DetectionFiles.Yolo(prediction with { Objects = [drawn] }).Split(' ');
        Assert.True(line.Length >= 8 && line.Length % 2 == 0, string.Join(' ', line)); // class, points, score
        Assert.NotEqual(ImageFile.Decode(folder["a.png"]).Pixels, DetectionFiles.Draw(ImageFile.Decode(folder["a.png"]), prediction).Pixels);
    }

    [Fact]
    public void A_file_whose_masks_differ_from_the_trainers_is_refused()
    {
        var (network, parameters, _, _) = exported.Of(Model);
        using var trainer = new TorchDetector(network, parameters, TinyDetector.Contract);
        var found = trainer.Run(Image(11, (96, 128)), 1, (96, 128))[0];
        var probe = DetectionProbes.Make(1, found);
        DetectionProbes.Check(probe, found, "itself");
        IReadOnlyList<Graft.Tasks.Detection> other = [.. found.Select(one =>
            one with { Grid = new MaskGrid(28, [.. one.Grid!.Probabilities.Select(value => value + 0.001f)]) })];
        Assert.Contains("mask", Assert.Throws<GraftException>(() => DetectionProbes.Check(probe, other, "another")).Message);
        IReadOnlyList<Graft.Tasks.Detection> without = [.. found.Select(one => one with { Grid = null })];
        Assert.Contains("mask", Assert.Throws<GraftException>(() => DetectionProbes.Check(found, without, "none")).Message);
    }

    private static (float[] Boxes, float[] Grids, (long[] Shape, bool[] Bits) Masks) Run(
        InferenceSession session, (int Height, int Width) size, float threshold, float? scale)
    {
        using var images = OrtValue.CreateTensorValueFromMemory(Image(11, size), [1, size.Height, size.Width, 3]);
        using var score = OrtValue.CreateTensorValueFromMemory(new[] { threshold }, [1]);
        using var factor = OrtValue.CreateTensorValueFromMemory(new[] { scale ?? 0 }, [1]);
        var inputs = new Dictionary<string, OrtValue> { ["images"] = images, [DetectorOnnxWriter.ScoreThreshold] = score };
        if (scale is not null) inputs[DetectorOnnxWriter.MaskScale] = factor;
        using var run = new RunOptions();
        using var answers = session.Run(run, inputs, [DetectorOnnxWriter.Boxes, DetectorOnnxWriter.MaskGrids, DetectorOnnxWriter.Masks]);
        return (answers[0].GetTensorDataAsSpan<float>().ToArray(), answers[1].GetTensorDataAsSpan<float>().ToArray(),
            (answers[2].GetTensorTypeAndShape().Shape, answers[2].GetTensorDataAsSpan<bool>().ToArray()));
    }

    private static byte[] Image(ulong seed, (int Height, int Width) size) =>
        ProbeImages.Make(seed, TinyDetector.Contract with { Height = size.Height, Width = size.Width });
}
