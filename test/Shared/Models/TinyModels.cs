using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Models;

/// <summary>A model file of each task, of tiny networks that have learned nothing: they answer, and always the same.</summary>
internal static class TinyModels
{
    private const string Small = "efficientnet_lite_tiny";
    private static readonly string[] Classes = ["one", "two", "three"];

    public static IReadOnlyList<string> Tasks { get; } = ["classify", "detect", "instances", "segment"];

    /// <summary>The input of the classifier.</summary>
    public static Preprocess Square { get; } = Preprocess.ImageNet(72, 64);

    private static Preprocess Padded { get; } =
        Preprocess.ImageNet(96, 128) with { Width = 128, Height = 128, ResizeShorter = 96, ResizeLonger = 128, SizeMultiple = 32 };

    public static Manifest ClassifierManifest { get; } = Manifest("classify", Small, Square);

    /// <summary>Writes TASK.onnx of each into a folder.</summary>
    public static void WriteAll(string folder)
    {
        foreach (var task in Tasks) Write(task, Path.Combine(folder, $"{task}.onnx"));
    }

    /// <summary>Writes one, with the folders it needs.</summary>
    public static string Write(string task, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (task)
        {
            case "classify": return Classifier(path, temperature: 1);
            case "segment":
                var segmenter = SegmentationCatalogue.TryFind("fpn_efficientnet_lite_tiny")!.Build(Classes.Length).WithoutAuxiliary();
                ModelFile.WriteSegmenter(path, segmenter, ParameterInitialiser.Create(segmenter, 1), Manifest(task, segmenter.Name, Padded));
                return path;
            default:
                WriteDetector(task, path);
                return path;
        }
    }

    /// <summary>A classifier that answers otherwise than those of other temperatures. It is there whole or not at all.</summary>
    public static string Classifier(string path, double temperature, ulong seed = 1)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var graph = ModelCatalogue.Build(Small, Classes.Length);
        ModelFile.Write(path + ".part", graph, ParameterInitialiser.Create(graph, seed), ClassifierManifest with { Temperature = temperature });
        File.Move(path + ".part", path, overwrite: true);
        return path;
    }

    /// <summary>An image of smooth blobs.</summary>
    public static RgbImage Image(int width, int height, ulong seed = 7) =>
        new(width, height, ProbeImages.Make(seed, Square with { Width = width, Height = height }));

    /// <summary>As <see cref="Image"/>, as a file's bytes.</summary>
    public static byte[] Jpeg(int width = 90, int height = 70, ulong seed = 7) => ImageEncoder.EncodeJpeg(Image(width, height, seed), 90);

    private static void WriteDetector(string task, string path)
    {
        var architecture = DetectionCatalogue.Find(task == "detect" ? "retinanet_resnet_tiny" : DetectionCatalogue.WithMasks("resnet_tiny"));
        var network = DetectionNetwork.Build(architecture, Classes.Length);
        var parameters = DetectionInitialiser.Create(network, 3);
        // Fresh scores of RetinaNet are 0.01 everywhere; without that offset some are above the threshold.
        const string offset = "head.classification_head.cls_logits.bias";
        if (task == "detect") parameters.Set(offset, parameters[offset] with { Data = [.. parameters[offset].Data.Select(_ => -0.5f)] });
        // What is dropped by default is found here.
        var options = new DetectorOnnxOptions { Preprocess = Padded, Detection = new() { ScoreThreshold = 0.01f } };
        ModelFile.WriteDetector(path, network, parameters, options, Manifest(task, architecture.Name, Padded));
    }

    private static Manifest Manifest(string task, string model, Preprocess preprocess) => new()
    {
        Task = task,
        Model = model,
        Classes = Classes,
        Preprocess = preprocess,
        PreprocessHash = preprocess.Hash,
        Producer = "Graft tests",
    };
}
