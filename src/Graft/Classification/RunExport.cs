using Graft.Artifacts;
using Graft.Networks;

namespace Graft;

/// <summary>Writes the model file of a finished run again, through the same parity gate.</summary>
public static class RunExport
{
    /// <summary>Exports the best weights of a run as ONNX.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="path">The file to write; null for the run's own model.onnx.</param>
    /// <returns>Where the file is, and the largest difference between trainer and ONNX Runtime.</returns>
    /// <exception cref="GraftException">No finished run, weights that do not fit, or engines that disagree; nothing is written then.</exception>
    public static (string Path, double LargestDifference) Onnx(string run, string? path = null)
    {
        var folder = RunFolder.Open(run);
        var weights = Path.Combine(folder.Weights, "best.safetensors");
        if (!File.Exists(folder.Model) || !File.Exists(weights))
            throw new GraftException($"'{run}' is not finished: it has no model.onnx or no weights/best.safetensors.", cure: "Go on with `graft train ... --resume`.");
        var manifest = ModelFile.ReadManifest(folder.Model);
        using var checkpoint = Checkpoint.Open(weights);
        var graph = ModelCatalogue.Find(manifest.Model).Build(manifest.Classes.Count, checkpoint);
        var parameters = CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters;
        var target = path ?? folder.Model;
        return (target, ClassifierExport.Write(target, graph, parameters, manifest));
    }
}
