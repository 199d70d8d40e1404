using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Writes a detector's model file through the parity gate.</summary>
public static class DetectorExport
{
    private const int Wanted = 2, Tried = 8;

    /// <summary>
    /// Writes the file and lets ONNX Runtime answer the probes; the file appears at its path only if it answers as the trainer.
    /// </summary>
    /// <returns>The largest difference between both.</returns>
    /// <exception cref="GraftException">The parity gate is closed, or the file cannot be written.</exception>
    public static DetectionDifference Write(string path, DetectionNetwork network, ParameterSet parameters, Manifest manifest)
    {
        if (manifest.Precision == Manifest.Half) parameters = HalfPrecision.Round(network.Whole.Parameters, parameters); // the gate is for the rounded network
        var contract = manifest.Preprocess;
        var size = DetectionProbes.SizeOf(contract);
        var options = new DetectionTaskOptions { Detection = new DetectionOptions { ScoreThreshold = DetectionProbes.Threshold } };
        var onnx = new DetectorOnnxOptions { Preprocess = contract, Proposals = TorchDetector.ProposalsOf(network) };
        var candidate = path + ".unchecked";
        try
        {
            ModelFile.WriteDetector(candidate, network, parameters, onnx, manifest);
            var (probes, largest) = Agreed(candidate, seed =>
            {
                using var trainer = new TorchDetector(network, parameters, contract, options);
                return trainer.Run(DetectionProbes.Picture(seed, contract), 1, size)[0];
            }, contract);
            ModelFile.WriteDetector(candidate, network, parameters, onnx, manifest with { Probes = probes });
            using (DetectionPredictor.Open(candidate)) { } // replays the probes
            File.Move(candidate, path, overwrite: true);
            return largest;
        }
        finally
        {
            File.Delete(candidate);
        }
    }

    // Where two scores agree in all their digits, suppression may keep either box: such a picture tells nothing and another is taken. A file
    // that is wrong agrees on none.
    private static (IReadOnlyList<Probe> Probes, DetectionDifference Largest) Agreed(string candidate, Func<ulong, IReadOnlyList<Detection>> answer, Imaging.Preprocess contract)
    {
        List<Probe> probes = [];
        GraftException? refusal = null;
        var largest = new DetectionDifference(0, null);
        using var predictor = DetectionPredictor.Open(candidate);
        for (var seed = 1UL; seed <= Tried && probes.Count < Wanted; seed++)
        {
            var expected = answer(seed);
            try
            {
                largest = largest.Or(DetectionProbes.Check(expected, predictor.Detect(DetectionProbes.Picture(seed, contract), 1, DetectionProbes.SizeOf(contract), DetectionProbes.Threshold)[0], "The parity gate"));
                probes.Add(DetectionProbes.Make(seed, expected));
            }
            catch (GraftException failure)
            {
                refusal = failure;
            }
        }
        return probes.Count == Wanted ? (probes, largest) : throw refusal!;
    }
}
