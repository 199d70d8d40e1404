using System.Text.Json;
using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Writes a network that describes identities as one file, after checking that ONNX Runtime reproduces the trainer's descriptors.</summary>
internal static class IdentityExport
{
    private static readonly ulong[] ProbeSeeds = [11, 23, 37, 53];

    /// <summary>Writes the file; nothing is left at <paramref name="path"/> when the engines differ.</summary>
    /// <returns>The largest difference between trainer and ONNX Runtime over the probes' descriptors.</returns>
    /// <exception cref="GraftException">The parity gate is closed, or the file cannot be written.</exception>
    /// <param name="path">The file.</param>
    /// <param name="graph">The network.</param>
    /// <param name="parameters">Its values.</param>
    /// <param name="manifest">What the file says of itself.</param>
    /// <param name="alignment">How the faces are cut out that it describes: a contract is written beside it. Null for no faces.</param>
    /// <param name="isTrained">Whether it is the trained network, and not the frozen one.</param>
    public static double Write(string path, Graph graph, ParameterSet parameters, Manifest manifest, string? alignment, bool isTrained)
    {
        var difference = Write(path, graph, parameters, manifest);
        if (alignment is not null) WriteContract(path, graph.OutputChannels, manifest, alignment, isTrained);
        return difference;
    }

    /// <summary>Writes the contract of a descriptor of faces beside its file.</summary>
    public static void WriteContract(string path, int dimension, Manifest manifest, string faces, bool isTrained)
    {
        var alignment = FaceAlignment.Find(faces)!;
        var licences = manifest.Origin?.Lineage().Select(weights => $"{weights.Name} ({weights.Licence})").ToList() ?? [];
        AtomicFile.WriteText(DescriptorContract.PathOf(path), JsonSerializer.Serialize(new
        {
            Name = isTrained ? $"{manifest.Model} trained on identities" : manifest.Model,
            Licence = licences.Count == 0 ? "not known" : $"that of {(isTrained ? "the photographs it learned from, and of " : "")}{Words.And(licences)}",
            Source = manifest.Producer,
            Alignment = alignment.Name,
            Order = "rgb",
            Mean = 0,
            Scale = 1,
            Size = alignment.Side,
            Dimension = dimension,
            Metric = FaceContract.Cosine,
        }, Json.Options) + "\n");
    }

    private static double Write(string path, Graph graph, ParameterSet parameters, Manifest manifest) =>
        ModelExport.Write(path, manifest, graph.Parameters, parameters, (candidate, rounded) =>
        {
            using var trainer = new TorchForwardFactory().Create(graph, rounded, manifest.Preprocess);
            float[] Answers(byte[] images, int count)
            {
                var descriptors = new float[count * graph.OutputChannels];
                trainer.Run(images, count, descriptors);
                return descriptors;
            }

            var probes = ModelFile.MakeProbes(ProbeSeeds, manifest.Preprocess, Answers);
            ModelFile.WriteDescriptor(candidate, graph, rounded, manifest with { Probes = probes });
            using var predictor = IdentityPredictor.Open(candidate); // opening replays the probes
            return probes.Max(probe => ParityGate.CheckScores([.. probe.Scores],
                predictor.Describe(ProbeImages.Make(probe.Seed, manifest.Preprocess), 1), graph.OutputChannels, "The parity gate"));
        });
}
