using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Artifacts;

/// <summary>A classifier of a few kilobytes.</summary>
internal static class TinyModel
{
    public static readonly Preprocess Contract = Preprocess.ImageNet(72, 64);

    public static Graph Graph { get; } = ModelCatalogue.Build("efficientnet_lite_tiny", 3);

    public static ParameterSet Parameters { get; } = ParameterInitialiser.Create(Graph, 1);

    public static Manifest Manifest { get; } = new()
    {
        Task = "classify",
        Model = Graph.Name,
        Classes = ["fish", "monument", "tool"],
        Preprocess = Contract,
        PreprocessHash = Contract.Hash,
        Temperature = 1.25,
        Origin = new("efficientnet_lite_tiny", "tests", "Apache-2.0", "00"),
        Metrics = new Dictionary<string, double> { ["accuracy"] = 0.95 },
        Producer = "Graft tests",
        Probes = [],
    };

    /// <summary>What a trainer would answer: softmax of logits / temperature.</summary>
    public static float[] Answer(byte[] images, int count)
    {
        using var forward = new OnnxForwardFactory().Create(Graph, Parameters, Contract);
        var logits = new float[count * 3];
        forward.Run(images, count, logits);
        return [.. logits.Chunk(3).SelectMany(row =>
        {
            var powers = row.Select(logit => Math.Exp(logit / Manifest.Temperature)).ToList();
            return powers.Select(power => (float)(power / powers.Sum()));
        })];
    }

    public static Manifest Write(string path) =>
        ModelFile.Write(path, Graph, Parameters, Manifest with { Probes = ModelFile.MakeProbes([1, 2], Contract, Answer) });
}
