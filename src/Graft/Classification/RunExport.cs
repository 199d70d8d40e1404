using System.Text.Json;
using Graft.Artifacts;
using Graft.Networks;

namespace Graft;

/// <summary>Writes the model file of a finished run again, through the same parity gate.</summary>
public static class RunExport
{
    /// <summary>Key in a detector's weights for the constant of its batch norms, where it is not the backbone's own.</summary>
    internal const string NormEpsilon = "norm_epsilon";

    /// <summary>Key in a detector's weights for its pyramid, where it is not the default.</summary>
    internal const string Pyramid = "pyramid";

    /// <summary>Exports the best weights of a run as ONNX.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="path">The file to write; null for the run's own model.onnx.</param>
    /// <param name="precision"><see cref="Manifest.Single"/>, or <see cref="Manifest.Half"/> for weights rounded to 16 bits: half the size.</param>
    /// <returns>Where the file is, and the largest difference between trainer and ONNX Runtime.</returns>
    /// <exception cref="GraftException">No finished run, weights that do not fit, or engines that disagree; nothing is written then.</exception>
    public static (string Path, double LargestDifference) Onnx(string run, string? path = null, string precision = Manifest.Single)
    {
        var folder = RunFolder.Open(run);
        var weights = Path.Combine(folder.Weights, "best.safetensors");
        if (!File.Exists(folder.Model) || !File.Exists(weights))
            throw new GraftException($"'{run}' is not finished: it has no model.onnx or no weights/best.safetensors.", cure: "Go on with `graft train ... --resume`.");
        var manifest = ModelFile.ReadManifest(folder.Model) with { Precision = precision };
        var target = path ?? folder.Model;
        if (manifest.Task == "segment") return (target, Segmenter(manifest, weights, target));
        if (manifest.Task is "detect" or "instances") return (target, Detector(manifest, weights, target));
        using var checkpoint = Checkpoint.Open(weights);
        var graph = ModelCatalogue.Find(manifest.Model).Build(manifest.Classes.Count, checkpoint);
        var parameters = CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters;
        return (target, ClassifierExport.Write(target, graph, parameters, manifest));
    }

    private static double Segmenter(Manifest manifest, string weights, string target)
    {
        using var checkpoint = Checkpoint.Open(weights);
        var graph = SegmentationCatalogue.Build(manifest.Model, manifest.Classes.Count);
        return SegmenterExport.Write(target, graph, CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters, manifest with { Probes = [] });
    }

    private static double Detector(Manifest manifest, string weights, string target)
    {
        using var checkpoint = Checkpoint.Open(weights);
        var pyramid = checkpoint.Metadata.TryGetValue(Pyramid, out var chosen) ? JsonSerializer.Deserialize<PyramidChoice>(chosen, Json.Compact) : null;
        var architecture = DetectionCatalogue.Find(manifest.Model, pyramid);
        if (checkpoint.Metadata.TryGetValue(NormEpsilon, out var epsilon)) architecture = architecture with { NormEpsilon = double.Parse(epsilon, System.Globalization.CultureInfo.InvariantCulture) };
        var network = DetectionNetwork.Build(architecture, manifest.Classes.Count);
        return DetectorExport.Write(target, network, CheckpointLoader.Load(network.Whole, checkpoint, new LoadOptions()).Parameters, manifest with { Probes = [] }).Largest.Edge;
    }
}
