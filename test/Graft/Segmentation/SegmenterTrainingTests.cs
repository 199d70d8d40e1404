using System.Text.Json;
using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Training;

namespace Graft.Tests;

public sealed class SegmenterTrainingTests
{
    [Fact]
    public void From_images_with_masks_to_a_tested_model_file()
    {
        using var folder = new TestFolder();
        var request = Request(folder) with { Epochs = 12, LearningRate = 0.01, Augmentation = MaskAugmentationOptions.None };

        var result = Segmenter.Train(request);

        Assert.True(result.Validation.MeanIoU > 0.5, $"{result.Validation.MeanIoU}");
        Assert.InRange(result.ParityDifference, 0, 1e-4);
        Assert.Equal(4, result.Validation.Images);
        Assert.Equal(12, result.History.Count);
        Assert.All(result.History, epoch => Assert.Equal("mean IoU", epoch.Metric));
        foreach (var file in new[]
                 {
                     "args.json", "events.jsonl", "results.csv", "transfer.json", "split.json", "metrics.json",
                     "curves.png", "confusion_matrix.png", "samples_train.jpg", "samples_val.jpg", "report.html",
                     "model.onnx", "weights/best.safetensors",
                 })
            Assert.True(File.Exists(result.Folder[file]), file);
        Assert.Contains("\"reason\":", File.ReadAllText(result.Folder["transfer.json"])); // why it was trained in this precision
        // What only resuming needs is dropped.
        Assert.Empty(Directory.GetFiles(result.Folder.FullPath, "*state.json").Concat(Directory.GetFiles(result.Folder.Weights, "resume-*")));
        Assert.Contains("<section class=\"card wide\"><h2>Worst images", File.ReadAllText(result.Folder.Report)); // not cut to squares
        Assert.StartsWith("epoch,phase,train_loss,val_loss,val_mean_iou", File.ReadAllText(result.Folder["results.csv"]));

        using var predictor = SegmentationPredictor.Open(result.Folder.Model);
        var (image, mask) = TinyScenes.Make(99, 96, 64);
        var predicted = predictor.Predict(image).Map!;
        Assert.True(predicted.Values.Zip(mask.Values).Count(pair => pair.First == pair.Second) > 0.8 * mask.Values.Length);

        var again = RunExport.Onnx(result.Folder.FullPath, folder["again.onnx"]);
        Assert.InRange(again.LargestDifference, 0, 1e-4);
        var validated = Evaluation.Run(new EvaluationRequest(again.Path, request.Data) { OutputFolder = folder["val"] });
        Assert.Equal(result.Validation.MeanIoU, validated.Metrics[0].Value!.Value, 1e-9);
        foreach (var file in new[] { "metrics.json", "confusion_matrix.png", "report.html" }) Assert.True(File.Exists(folder[$"val/{file}"]), file);
    }

    [Fact]
    public void A_cancelled_training_goes_on_to_the_same_weights()
    {
        using var folder = new TestFolder();
        var request = Request(folder) with { Epochs = 2 };
        var whole = Segmenter.Train(request with { Name = "whole" });

        using var stop = new CancellationTokenSource();
        var steps = 0;
        var progress = new Every(() => { if (++steps == 3) stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => Segmenter.Train(request with { Name = "parts" }, progress, stop.Token));
        var resumed = Segmenter.Resume(folder["runs/parts"]);

        Assert.Equal(File.ReadAllBytes(whole.Folder["weights/last.safetensors"]), File.ReadAllBytes(resumed.Folder["weights/last.safetensors"]));
        Assert.Equal(whole.Validation.MeanIoU, resumed.Validation.MeanIoU);
    }

    [Fact]
    public void Regions_are_written_as_coco_does_and_the_background_left_out()
    {
        var map = new ClassMap(4, 3, [0, 1, 1, 0, 0, 1, 1, 0, 2, 0, 0, 0]);
        var prediction = new SegmentationPrediction("a.jpg", map, ["background", "one", "two", "three"]);

        var regions = SegmentationFiles.Coco([prediction]);

        Assert.Equal([1, 2], regions.Select(region => region.CategoryId));
        Assert.Equal((4L, "one"), (regions[0].Area, regions[0].Category));
        Assert.Equal([1, 0, 2, 2], regions[0].Bbox);
        Assert.Equal([3, 4], regions[0].Segmentation.Size);
        Assert.Equal(prediction.MaskOf(1).Runs, Mask.FromCocoText(4, 3, regions[0].Segmentation.Counts).Runs);
        Assert.Contains("\"image_id\":1", JsonSerializer.Serialize(regions));
        Assert.Equal(map.Values, IndexPng.Read(SegmentationFiles.Png(prediction), "a").Map.Values);
    }

    [Fact]
    public void Images_of_either_orientation_are_validated_at_the_size_they_are_predicted_at()
    {
        using var folder = new TestFolder();
        List<Graft.Data.MaskSample> samples = [];
        foreach (var (at, size) in new[] { (96, 64), (64, 96), (96, 64), (64, 64) }.Index())
        {
            var (image, mask) = TinyScenes.Make((ulong)at, size.Item1, size.Item2);
            File.WriteAllBytes(folder[$"{at}.png"], ImageEncoder.EncodePng(image));
            File.WriteAllBytes(folder[$"{at}_mask.png"], IndexPng.Write(mask));
            samples.Add(new Graft.Data.MaskSample(folder[$"{at}.png"], $"{at}.png", folder[$"{at}_mask.png"]) { Width = size.Item1, Height = size.Item2 });
        }
        var contract = new SegmentationSizes(64, 64, 64, 96, 64).Contract(Preprocess.ImageNet(64, 64));
        var frames = new MaskFrames(samples, contract, ClassMap.Ignore);
        Assert.Equal((96, 96), (frames.Room.Width, frames.Room.Height));
        Assert.Equal(4, frames.Count);
        for (var index = 0; index < frames.Count; index++)
        {
            var sample = samples.Single(sample => sample.Name == frames.NameOf(index));
            var size = frames.SizeOf([index], 0);
            Assert.Equal((sample.Height, sample.Width), size);
            var pixels = new byte[size.Height * size.Width * 3];
            var map = (ClassMap)frames.Load(index, 0, size, pixels);
            Assert.Equal(Graft.Data.DecodedMaskSample.Load(sample).Map.Values, map.Values);
        }
    }

    [Fact]
    public void Training_and_prediction_see_the_same_pixels_of_a_JPEG_that_is_decoded_at_a_fraction_of_its_size()
    {
        using var folder = new TestFolder();
        var (image, mask) = TinyScenes.Make(3, 640, 480);
        File.WriteAllBytes(folder["large.jpg"], ImageEncoder.EncodeJpeg(image, 90));
        File.WriteAllBytes(folder["mask.png"], IndexPng.Write(mask));
        var contract = new SegmentationSizes(64, 64, 64, 96, 64).Contract(Preprocess.ImageNet(64, 64));
        var predicted = FittedImage.Load(contract, folder["large.jpg"]).Image;
        Assert.NotEqual(FittedImage.Load(contract with { ScaledDecoding = false }, folder["large.jpg"]).Image.Pixels, predicted.Pixels);

        var frames = new MaskFrames([new(folder["large.jpg"], "large.jpg", folder["mask.png"]) { Width = 640, Height = 480 }], contract, ClassMap.Ignore);
        Assert.Equal(predicted.Pixels, Pixels(frames, predicted, FittedImage.InputOf(contract, predicted.Width, predicted.Height)));

        var detector = DetectionModel.Fresh("resnet_tiny", 1, imageSize: 96).Preprocess;
        predicted = FittedImage.Load(detector, folder["large.jpg"]).Image;
        var sample = new ObjectSample(folder["large.jpg"], "large.jpg", 640, 480, [new ObjectAnnotation(new Box(100, 80, 500, 400), 0)]);
        var scenes = new SceneImages([sample], detector, null, 1);
        Assert.Equal(predicted.Pixels, Pixels(scenes, predicted, scenes.SizeOf([0], 0)));

        static byte[] Pixels(ISizedImages images, RgbImage shown, (int Height, int Width) size)
        {
            var all = new byte[size.Height * size.Width * 3];
            images.Load(0, 0, size, all);
            return [.. Enumerable.Range(0, shown.Height).SelectMany(y => all.AsSpan(y * size.Width * 3, shown.Width * 3).ToArray())];
        }
    }

    [Fact]
    public void Classes_without_training_pixels_weigh_as_the_average_does()
    {
        var weights = SegmenterFit.WeightsOf([1_000_000, 10_000, 0]);
        Assert.Equal(1, weights[2]);
        Assert.Equal(10, weights[1] / weights[0], 1e-9);
        Assert.Equal(1, weights.Average(), 1e-9);
    }

    [Fact]
    public void Crops_have_the_size_that_is_asked_for()
    {
        using var folder = new TestFolder();
        var images = Graft.Data.MaskDatasetExamination.Examine(Graft.Data.MaskReader.Read(TinyScenes.Write(folder))).Images;
        Assert.Equal(new SegmentationSizes(64, 32, 32, 96, 64), SegmentationSizes.For(images, 64, crop: 32));
        Assert.Contains("--crop 64", Assert.Throws<ProblemsException>((Request(folder) with { CropSize = 70 }).Validate).Message);
    }

    [Fact]
    public void Sizes_follow_the_images()
    {
        using var folder = new TestFolder();
        var data = Graft.Data.MaskReader.Read(TinyScenes.Write(folder));
        var images = Graft.Data.MaskDatasetExamination.Examine(data).Images;
        Assert.Equal(new SegmentationSizes(85, 96, 64, 128, 96), SegmentationSizes.For(images)); // images of 96 x 64
        Assert.Equal((128, 128, 96), SegmentationSizes.For(images, 128) is var twice ? (twice.Shorter, twice.CropWidth, twice.CropHeight) : default);
    }

    private static SegmentRequest Request(TestFolder folder) => new()
    {
        Data = TinyScenes.Write(folder),
        Model = "fpn_efficientnet_lite_tiny",
        Strategy = Strategy.Scratch,
        Batch = 4,
        Project = folder["runs"],
        Name = "scenes",
        Workers = 2,
    };

    private sealed class Every(Action act) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Progress { Work: var work } && work.StartsWith("training", StringComparison.Ordinal)) act();
        }
    }
}
