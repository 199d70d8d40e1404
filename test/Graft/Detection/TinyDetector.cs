using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Detection;

/// <summary>A detector on a tiny backbone whose fresh values are stretched, so that its answers differ from place to place.</summary>
internal static class TinyDetector
{
    public static readonly string[] Classes = ["one", "two", "three"];

    public static readonly Preprocess Contract = Preprocess.ImageNet(96, 128) with
    {
        Width = 128,
        Height = 128,
        ResizeShorter = 96,
        ResizeLonger = 128,
        SizeMultiple = 32,
    };

    /// <summary>Variants of the tiny detectors that no name stands for.</summary>
    private static readonly Dictionary<string, DetectionArchitecture> Variants = new()
    {
        ["grouped"] = DetectionCatalogue.Find("retinanet_resnet_tiny") is var retina
            ? retina with { TowerGroups = 32, Pyramid = retina.Pyramid with { Extra = PyramidExtra.P6P7OfBackbone } }
            : null!,
        ["undecided"] = DetectionCatalogue.Find("resnet_tiny") with { ProposalThreshold = 2 },
        ["choosy"] = DetectionCatalogue.Find("resnet_tiny") with { ProposalThreshold = 0.5f },
    };

    public static (DetectionNetwork Network, ParameterSet Parameters) Make(string model)
    {
        var network = DetectionNetwork.Build(Variants.GetValueOrDefault(model) ?? DetectionCatalogue.Find(model), Classes.Length);
        var parameters = DetectionInitialiser.Create(network, 3);
        foreach (var (name, tensor) in parameters.ToList())
        {
            var factor = name switch
            {
                "rpn.head.conv.0.0.weight" => 8,
                "rpn.head.cls_logits.weight" => 10,
                _ when name.Contains("_head.conv.", StringComparison.Ordinal) => 6,
                "head.classification_head.cls_logits.weight" => 2,
                "roi_heads.mask_predictor.mask_fcn_logits.weight" => 3,
                _ => 1,
            };
            if (factor > 1) parameters.Set(name, tensor with { Data = [.. tensor.Data.Select(value => value * factor)] });
        }
        return (network, parameters);
    }

    public static Manifest ManifestOf(string model) => new()
    {
        Task = DetectionCatalogue.HasMasks(model) ? "instances" : "detect",
        Model = model,
        Classes = Classes,
        Preprocess = Contract,
        PreprocessHash = Contract.Hash,
        Producer = "Graft tests",
    };
}
