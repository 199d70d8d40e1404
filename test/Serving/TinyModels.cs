using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tests.Runtime;

namespace Graft.Serving.Tests;

/// <summary>A tiny model file of each task.</summary>
internal static class TinyModels
{
    public static readonly string[] Tasks = ["classify", "detect", "instances", "segment"];

    public static string Write(string task, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return task switch
        {
            "classify" => TinyClassifier.Write(path),
            "detect" => WriteDetector("retinanet_resnet_tiny", task, path),
            "instances" => WriteDetector("maskrcnn_resnet_tiny", task, path),
            _ => TinySegmenter.Write(path),
        };
    }

    /// <summary>A classifier that answers otherwise than those of other temperatures.</summary>
    public static string Classifier(string path, double temperature)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = path + ".part";
        TinyClassifier.Write(beside, TinyClassifier.Manifest with { Temperature = temperature });
        File.Move(beside, path, overwrite: true);
        return path;
    }

    public static byte[] Jpeg(int width = 90, int height = 70, ulong seed = 7) => ImageEncoder.EncodeJpeg(TinySegmenter.Image(width, height, seed), 90);

    private static string WriteDetector(string name, string task, string path)
    {
        var network = DetectionNetwork.Build(DetectionCatalogue.Find(name), classes: 3);
        var parameters = DetectionInitialiser.Create(network, 3);
        // Fresh scores of RetinaNet are 0.01 everywhere; without that offset some are above the threshold.
        const string offset = "head.classification_head.cls_logits.bias";
        if (task == "detect") parameters.Set(offset, parameters[offset] with { Data = [.. parameters[offset].Data.Select(_ => -0.5f)] });
        ModelFile.WriteDetector(path, network, parameters, new DetectorOnnxOptions { Preprocess = TinyDetector.Contract }, new Manifest
        {
            Task = task,
            Model = network.Architecture.Name,
            Classes = ["one", "two", "three"],
            Preprocess = TinyDetector.Contract,
            PreprocessHash = TinyDetector.Contract.Hash,
            Producer = "Graft tests",
        });
        return path;
    }
}
