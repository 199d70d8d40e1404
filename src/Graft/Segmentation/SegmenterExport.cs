using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;

namespace Graft;

/// <summary>Writes a trained segmentation network as one file, after checking that ONNX Runtime reproduces the trainer's outputs.</summary>
internal static class SegmenterExport
{
    private const int Side = 96; // of an image that fits every backbone as it is

    private static readonly ulong[] Seeds = [11, 23];

    /// <summary>Writes the file; nothing is left at <paramref name="path"/> when the engines differ.</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="manifest">What the file says of itself; probes are added.</param>
    /// <returns>The largest difference between trainer and ONNX Runtime over all probabilities of the probes' images.</returns>
    /// <exception cref="GraftException">The parity gate is closed, or the file cannot be written.</exception>
    public static double Write(string path, Graph graph, ParameterSet parameters, Manifest manifest) =>
        ModelExport.Write(path, manifest, graph.Parameters, parameters, (candidate, rounded) =>
        {
            List<Probe> probes = [];
            List<float[]> expected = [];
            using (var trainer = new TorchSegmenter(graph, rounded, manifest.Preprocess))
                foreach (var seed in Seeds)
                {
                    expected.Add(trainer.Probabilities(
                        SegmentationProbes.Image(seed, manifest.Preprocess), 1, SegmentationProbes.Height, SegmentationProbes.Width));
                    probes.Add(SegmentationProbes.Make(seed, expected[^1]));
                }
            ModelFile.WriteSegmenter(candidate, graph, rounded, manifest with { Probes = probes });
            using var predictor = SegmentationPredictor.Open(candidate); // opening replays the probes
            EmbeddingGate.Pass(predictor, graph, rounded, (Side, Side));
            return Seeds.Zip(expected).Max(pair => ParityGate.CheckScores(
                pair.Second,
                predictor.Probabilities(
                    SegmentationProbes.Image(pair.First, manifest.Preprocess), 1, SegmentationProbes.Height, SegmentationProbes.Width),
                1,
                "The parity gate"));
        });
}
