using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;

namespace Graft;

/// <summary>Writes a detector's model file through the parity gate.</summary>
internal static class DetectorExport
{
    /// <summary>How it is written.</summary>
    public static DetectorOnnxOptions OptionsOf(DetectionNetwork network, Manifest manifest) =>
        new() { Preprocess = manifest.Preprocess, Proposals = TorchDetector.ProposalsOf(network) };

    /// <summary>
    /// Writes the file and lets ONNX Runtime answer the probes; the file appears at its path only if it answers as the trainer.
    /// </summary>
    /// <returns>How both agree.</returns>
    /// <exception cref="GraftException">The parity gate is closed, or the file cannot be written.</exception>
    public static Parity Write(string path, DetectionNetwork network, ParameterSet parameters, Manifest manifest) =>
        ModelExport.Write(path, manifest, network.Whole.Parameters, parameters, (candidate, rounded) =>
        {
            var onnx = OptionsOf(network, manifest);
            ModelFile.WriteDetector(candidate, network, rounded, onnx, manifest);
            var (probes, parity) = new DetectorGate(candidate, network, rounded, manifest.Preprocess).Pass();
            ModelFile.WriteDetector(candidate, network, rounded, onnx, manifest with { Probes = probes });
            using var predictor = DetectionPredictor.Open(candidate); // replays the probes
            EmbeddingGate.Pass(predictor, network.Trunk, rounded, DetectionProbes.SizeOf(manifest.Preprocess));
            return parity;
        });
}
