using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Runtime;

/// <summary>A classifier of a few kilobytes with classes one, two and three.</summary>
internal static class TinyClassifier
{
    public static readonly Preprocess Contract = Preprocess.ImageNet(72, 64);

    public static Graph Graph { get; } = ModelCatalogue.Build("efficientnet_lite_tiny", 3);

    public static ParameterSet Parameters { get; } = ReferenceNetwork.Parameters(Graph);

    public static Manifest Manifest { get; } = new()
    {
        Task = "classify",
        Model = Graph.Name,
        Classes = ["one", "two", "three"],
        Preprocess = Contract,
        PreprocessHash = Contract.Hash,
        Producer = "Graft tests",
    };

    public static string Write(string path, Manifest? manifest = null)
    {
        ModelFile.Write(path, Graph, Parameters, manifest ?? Manifest);
        return path;
    }
}
