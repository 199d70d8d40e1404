using System.Text.RegularExpressions;
using Graft.Data;
using Graft.Imaging;
using Graft.Training;

namespace Graft.Tests;

/// <summary>Each task, from images of every format to its report.</summary>
public sealed class EveryFormatTests : IDisposable
{
    private const int Width = 96, Height = 64;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_format_is_what_it_is_called_and_shows_the_image()
    {
        var (image, _) = TinyScenes.Make(1, Width, Height);
        foreach (var ending in EveryFormat.Names)
        {
            var back = ImageFile.Decode(EveryFormat.Encode(image, ending), $"image.{ending}");
            var difference = back.Pixels.Zip(image.Pixels).Average(pair => Math.Abs(pair.First - pair.Second));
            Assert.True((back.Width, back.Height) == (Width, Height) && difference < 25, $"{ending}: {back.Width} x {back.Height}, {difference}");
        }
    }

    [Fact]
    public void A_classifier_of_images_of_every_format_ends_with_its_report()
    {
        foreach (var (at, name, image) in Images())
            Save(_folder[$"data/{(at < EveryFormat.Names.Count ? "val" : "train")}/{(at % 2 == 0 ? "even" : "odd")}/{name}"], image);
        var run = Classifier.Train(new ClassifyRequest
        {
            Data = _folder["data"],
            Model = "resnet_tiny",
            Strategy = Strategy.Scratch,
            ImageSize = 64,
            Epochs = 1,
            Project = _folder["runs"],
        });
        ShowsEveryFormat(run.Folder);
    }

    [Fact]
    public void A_detector_on_images_of_every_format_ends_with_its_report()
    {
        foreach (var (at, name, image) in Images())
        {
            var split = at < EveryFormat.Names.Count ? "val" : "train";
            Save(_folder[$"data/images/{split}/{name}"], image);
            Directory.CreateDirectory(_folder[$"data/labels/{split}"]);
            File.WriteAllText(_folder[$"data/labels/{split}/{Path.GetFileNameWithoutExtension(name)}.txt"], "0 0.5 0.5 0.4 0.4\n");
        }
        File.WriteAllText(_folder["data/data.yaml"], "train: images/train\nval: images/val\nnames:\n  0: thing\n");
        var run = Detector.Train(new DetectRequest
        {
            Data = _folder["data"],
            Model = "resnet_tiny",
            Strategy = Strategy.Scratch,
            ImageSize = 64,
            Epochs = 1,
            Augmentation = ObjectAugmentationOptions.None,
            Project = _folder["runs"],
        });
        ShowsEveryFormat(run.Folder);
    }

    [Fact]
    public void A_segmentation_of_images_of_every_format_ends_with_its_report()
    {
        foreach (var (at, name, image) in Images())
        {
            var split = at < EveryFormat.Names.Count ? "val" : "train";
            Save(_folder[$"data/images/{split}/{name}"], image);
            Directory.CreateDirectory(_folder[$"data/masks/{split}"]);
            var mask = TinyScenes.Make((ulong)at, Width, Height).Mask;
            File.WriteAllBytes(_folder[$"data/masks/{split}/{Path.GetFileNameWithoutExtension(name)}.png"], IndexPng.Write(mask));
        }
        File.WriteAllText(_folder["data/classes.txt"], "background\nred\ngreen\n");
        var run = Segmenter.Train(new SegmentRequest
        {
            Data = _folder["data"],
            Model = "fpn_efficientnet_lite_tiny",
            Strategy = Strategy.Scratch,
            Epochs = 1,
            Augmentation = MaskAugmentationOptions.None,
            Project = _folder["runs"],
        });
        ShowsEveryFormat(run.Folder);
    }

    // One of each format to validate on, and as many again to learn from.
    private static IEnumerable<(int At, string Name, RgbImage Image)> Images() => Enumerable.Range(0, 2 * EveryFormat.Names.Count)
        .Select(at => (at, $"{at:00}.{EveryFormat.Names[at % EveryFormat.Names.Count]}", TinyScenes.Make((ulong)at, Width, Height).Image));

    private static void Save(string path, RgbImage image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var name = Path.GetFileName(path);
        File.WriteAllBytes(path, EveryFormat.Encode(image, name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]));
    }

    private static void ShowsEveryFormat(RunFolder run)
    {
        var html = File.ReadAllText(run.Report);
        Assert.All(EveryFormat.Names, ending => Assert.Matches($"0[0-9]\\.{ending}", html));
        string[] files = ["metrics.json", "results.csv", "curves.png", "confusion_matrix.png", "samples_train.jpg", "samples_val.jpg", "model.onnx"];
        Assert.All(files, file => Assert.True(File.Exists(run[file]), file));
        // The same facts whatever the task.
        var facts = Regex.Matches(html, "<dt>([^<]*)</dt>").Select(match => match.Groups[1].Value);
        Assert.Equal(Reports.SampleReport.Facts.List().Select(fact => fact.Name), facts);
    }
}
