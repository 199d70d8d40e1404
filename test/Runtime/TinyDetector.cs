using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Runtime;

/// <summary>A detector of one stage with classes one, two and three.</summary>
internal static class TinyDetector
{
    public static readonly Preprocess Contract =
        Preprocess.ImageNet(96, 128) with { Width = 128, Height = 128, ResizeShorter = 96, ResizeLonger = 128, SizeMultiple = 32 };

    public static string Write(string path)
    {
        var network = DetectionNetwork.Build(DetectionCatalogue.Find("retinanet_resnet_tiny"), classes: 3);
        var parameters = DetectionInitialiser.Create(network, 3);
        // Fresh scores are nearly alike everywhere; stretched ones differ from place to place.
        var scores = parameters["head.classification_head.cls_logits.weight"];
        parameters.Set("head.classification_head.cls_logits.weight", scores with { Data = [.. scores.Data.Select(value => value * 2)] });
        ModelFile.WriteDetector(path, network, parameters, new DetectorOnnxOptions { Preprocess = Contract }, new Manifest
        {
            Task = "detect",
            Model = network.Architecture.Name,
            Classes = ["one", "two", "three"],
            Preprocess = Contract,
            PreprocessHash = Contract.Hash,
            Producer = "Graft tests",
        });
        return path;
    }
}
