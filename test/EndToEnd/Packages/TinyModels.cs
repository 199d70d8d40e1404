using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.EndToEnd.Tests;

/// <summary>A model file of each task, of tiny networks that have learned nothing: they answer, and always the same.</summary>
internal static class TinyModels
{
    private static readonly string[] Classes = ["one", "two", "three"];

    public static IReadOnlyList<string> Tasks { get; } = ["classify", "detect", "instances", "segment"];

    /// <summary>Writes TASK.onnx of each into an existing folder.</summary>
    public static void Write(string folder)
    {
        var graph = ModelCatalogue.Build("efficientnet_lite_tiny", Classes.Length);
        ModelFile.Write(Path.Combine(folder, "classify.onnx"), graph, ParameterInitialiser.Create(graph, seed: 1),
            Manifest("classify", graph.Name, Preprocess.ImageNet(72, 64)));

        var padded = Preprocess.ImageNet(96, 128) with { Width = 128, Height = 128, ResizeShorter = 96, ResizeLonger = 128, SizeMultiple = 32 };
        foreach (var (task, name) in new[] { ("detect", "retinanet_resnet_tiny"), ("instances", DetectionCatalogue.WithMasks("resnet_tiny")) })
        {
            var architecture = DetectionCatalogue.Find(name);
            var network = DetectionNetwork.Build(architecture, Classes.Length);
            // Everything is found with little confidence; what is dropped by default is found here.
            var options = new DetectorOnnxOptions { Preprocess = padded, Detection = new() { ScoreThreshold = 0.01f } };
            ModelFile.WriteDetector(Path.Combine(folder, $"{task}.onnx"), network, DetectionInitialiser.Create(network, 3), options,
                Manifest(task, architecture.Name, padded));
        }

        var segmenter = SegmentationCatalogue.TryFind("fpn_efficientnet_lite_tiny")!.Build(Classes.Length).WithoutAuxiliary();
        ModelFile.WriteSegmenter(Path.Combine(folder, "segment.onnx"), segmenter, ParameterInitialiser.Create(segmenter, 1),
            Manifest("segment", segmenter.Name, padded));
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
