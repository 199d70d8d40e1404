using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft;

/// <summary>Writes a published network as a model file with its own classes: it predicts without any training.</summary>
internal static class PublishedExport
{
    // Shorter side of images that torchvision's segmentation networks were published with.
    private const int Shorter = 520;

    /// <summary>Whether the words name a network with published classes: a classifier, one of torchvision's detectors or segmentation networks.</summary>
    public static bool Knows(string model)
    {
        if (HubAddress.IsOne(model)) return true;
        var name = WeightsCatalogue.Split(model).Model;
        return ModelCatalogue.Names.Contains(name)
            || DetectionCatalogue.Names.Contains(name)
            || SegmentationCatalogue.Published.Any(entry => entry.Name == name);
    }

    /// <summary>Writes the file through the parity gate: ImageNet's 1000 classes, COCO's 91 numbers, or VOC's 21 classes.</summary>
    /// <param name="model">Name, name.tag or, for classifiers, <c>hf-hub:OWNER/NAME</c>.</param>
    /// <param name="weights">A file of it to use in place of the one that was pulled.</param>
    /// <param name="path">The file to write; null for NAME.onnx in the current folder.</param>
    /// <param name="imageSize">Side of images in pixels (the longer one for detectors, the shorter one for segmentation); 0 for the published one.</param>
    /// <param name="precision"><see cref="Manifest.Single"/>, or <see cref="Manifest.Half"/> for weights rounded to 16 bits: half the size.</param>
    /// <returns>Where the file is, and the largest difference between trainer and ONNX Runtime.</returns>
    /// <exception cref="GraftException">No such network, weights not at hand, weights of other classes, or engines that disagree.</exception>
    public static (string Path, double LargestDifference) Onnx(
        string model, string? weights = null, string? path = null, int imageSize = 0, string precision = Manifest.Single)
    {
        path ??= TargetOf(model, precision);
        if (precision == Manifest.Int8)
            throw new GraftException("8 bits are calibrated on images.", "A published network has none of its own.",
                $"Name a folder of images beside {Flag.Of("--precision", Manifest.Int8)}.");
        var (network, manifest) = Load(model, weights, imageSize);
        return (path, network.Export(path, manifest with { Precision = precision }).Difference);
    }

    /// <summary>Writes the file in 8 bits, calibrated on images of a folder.</summary>
    /// <param name="model">As in <see cref="Onnx"/>.</param>
    /// <param name="weights">As there.</param>
    /// <param name="path">The file to write; null for NAME.int8.onnx in the current folder.</param>
    /// <param name="imageSize">As there.</param>
    /// <param name="options">How; with images.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="GraftException">As of <see cref="Onnx"/>, or there are no images, or the network cannot be quantised.</exception>
    public static Int8Result Int8(string model, string? weights, string? path, int imageSize, Int8Options options,
        IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var (network, manifest) = Load(model, weights, imageSize);
        var target = path ?? TargetOf(model, Manifest.Int8);
        using var folder = TemporaryFolder.Create();
        var single = Path.Combine(folder.Path, "fp32.onnx");
        network.Export(single, manifest);
        return RunInt8.Published(network, single, target, ModelFile.ReadManifest(single), options, progress, cancellation);
    }

    /// <summary>The file that a network is written to unless another one is named.</summary>
    public static string TargetOf(string model, string precision) => $"{NameOf(model)}{(precision == Manifest.Int8 ? ".int8" : "")}.onnx";

    private static string NameOf(string model) =>
        HubAddress.IsOne(model) ? model[(model.LastIndexOf('/') + 1)..] : WeightsCatalogue.Split(model).Model;

    private static (NetworkFile Network, Manifest Manifest) Load(string model, string? weights, int imageSize)
    {
        var name = WeightsCatalogue.Split(model).Model;
        if (DetectionCatalogue.Names.Contains(name)) return Detector(DetectionModel.LoadPublished(model, weights, imageSize), name);
        if (SegmentationCatalogue.Published.Any(entry => entry.Name == name)) return Segmenter(PretrainedSegmenter.Load(model, weights), imageSize);
        return Classifier(Pretrained.Load(model, weights, imageSize: imageSize));
    }

    internal static (NetworkFile Network, Manifest Manifest) Detector(DetectionModel loaded, string name) => (
        NetworkFile.Detector(loaded.Network, loaded.Parameters),
        ManifestOf(loaded.Network.MaskHead is null ? TaskKind.Detect : TaskKind.Instances, (name, loaded.ClassNames), loaded.Preprocess, loaded.Origin) with
        {
            CategoryIds = loaded.CategoryIds,
        });

    private static (NetworkFile Network, Manifest Manifest) Segmenter(PretrainedSegmenter loaded, int imageSize)
    {
        RequireHead(loaded.Graph.Name, loaded.Report, VocCategories.Names.Count);
        var shorter = imageSize > 0 ? imageSize : Shorter;
        var frame = SegmentationSizes.Up(shorter);
        return (NetworkFile.Segmenter(loaded.Graph, loaded.Parameters), ManifestOf(TaskKind.Segment, (loaded.Graph.Name, VocCategories.Names),
            new SegmentationSizes(shorter, frame, frame, frame, frame).Contract(loaded.Preprocess), loaded.Origin));
    }

    private static (NetworkFile Network, Manifest Manifest) Classifier(Pretrained loaded)
    {
        var count = loaded.Graph.OutputChannels;
        RequireHead(loaded.Graph.Name, loaded.Report, count);
        IReadOnlyList<string> classes = loaded.ClassNames
            ?? (count == ImageNetClasses.Names.Count ? ImageNetClasses.Names : [.. Enumerable.Range(0, count).Select(label => $"class {label}")]);
        // Two of ImageNet's classes share a name with another; a model file tells classes apart by name.
        return (NetworkFile.Classifier(loaded.Graph, loaded.Parameters),
            ManifestOf(TaskKind.Classify, (loaded.Graph.Name, Distinct(classes)), loaded.Preprocess, loaded.Origin));
    }

    private static void RequireHead(string model, LoadReport? report, int classes)
    {
        if (report is { Reinitialised.Count: > 0 })
            throw new GraftException($"These weights of {model} have no head for its {classes} published classes.",
                "Without them there is nothing to predict.",
                "Train it with `graft train`, or give a file of the published network.");
    }

    private static IReadOnlyList<string> Distinct(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. names.Select((name, label) => seen.Add(name) ? name : $"{name} ({label})")];
    }

    private static Manifest ManifestOf(
        TaskKind task, (string Model, IReadOnlyList<string> Classes) network, Preprocess preprocess, WeightsOrigin? origin) =>
        new()
        {
            Task = task.Name(),
            Model = network.Model,
            Classes = network.Classes,
            Preprocess = preprocess,
            PreprocessHash = preprocess.Hash,
            Origin = origin,
            Producer = RunEnvironment.Producer,
        };
}
