using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;

namespace Graft;

/// <summary>Writes a detector's model file through the parity gate.</summary>
internal static class DetectorExport
{
    /// <summary>
    /// Writes the file and lets ONNX Runtime answer the probes; the file appears at its path only if it answers as the trainer.
    /// </summary>
    /// <returns>How both agree.</returns>
    /// <exception cref="GraftException">The parity gate is closed, or the file cannot be written.</exception>
    public static DetectorParity Write(string path, DetectionNetwork network, ParameterSet parameters, Manifest manifest)
    {
        if (manifest.Precision == Manifest.Half) parameters = HalfPrecision.Round(network.Whole.Parameters, parameters); // the gate is for the rounded network
        var contract = manifest.Preprocess;
        var onnx = new DetectorOnnxOptions { Preprocess = contract, Proposals = TorchDetector.ProposalsOf(network) };
        var candidate = path + ".unchecked";
        try
        {
            ModelFile.WriteDetector(candidate, network, parameters, onnx, manifest);
            var (probes, parity) = new DetectorGate(candidate, network, parameters, contract).Pass();
            ModelFile.WriteDetector(candidate, network, parameters, onnx, manifest with { Probes = probes });
            using (DetectionPredictor.Open(candidate)) { } // replays the probes
            File.Move(candidate, path, overwrite: true);
            return parity;
        }
        finally
        {
            File.Delete(candidate);
        }
    }
}
