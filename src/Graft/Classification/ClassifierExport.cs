using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Writes a trained classifier as one file, after checking that ONNX Runtime reproduces the trainer's outputs.</summary>
internal static class ClassifierExport
{
    private static readonly ulong[] ProbeSeeds = [11, 23, 37, 53];

    /// <summary>Writes the file; nothing is left at <paramref name="path"/> when the engines differ.</summary>
    /// <returns>The largest difference between trainer and ONNX Runtime over the probes' scores.</returns>
    /// <exception cref="GraftException">The parity gate is closed, or the file cannot be written.</exception>
    public static double Write(string path, Graph graph, ParameterSet parameters, Manifest manifest) =>
        ModelExport.Write(path, manifest, graph.Parameters, parameters, (candidate, rounded) =>
        {
            using var trainer = new TorchForwardFactory().Create(graph, rounded, manifest.Preprocess);
            float[] Answers(byte[] images, int count)
            {
                var logits = new float[count * manifest.Classes.Count];
                trainer.Run(images, count, logits);
                return Softmax.Apply(logits, manifest.Classes.Count, manifest.Temperature);
            }

            var probes = ModelFile.MakeProbes(ProbeSeeds, manifest.Preprocess, Answers);
            ModelFile.Write(candidate, graph, rounded, manifest with { Probes = probes });
            using var predictor = ClassificationPredictor.Open(candidate); // opening replays the probes
            EmbeddingGate.Pass(predictor, graph, rounded, (manifest.Preprocess.Height, manifest.Preprocess.Width));
            return probes.Max(probe => ParityGate.CheckScores([.. probe.Scores],
                predictor.Scores(ProbeImages.Make(probe.Seed, manifest.Preprocess), 1), manifest.Classes.Count, "The parity gate"));
        });
}
