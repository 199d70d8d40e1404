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
    /// <param name="path">The file to write; null for the run's own model.onnx, and for model.fp16.onnx beside it with half precision.</param>
    /// <param name="precision"><see cref="Manifest.Single"/>, or <see cref="Manifest.Half"/> for weights rounded to 16 bits: half the size.</param>
    /// <returns>Where the file is, and the largest difference between trainer and ONNX Runtime.</returns>
    /// <exception cref="GraftException">No finished run, weights that do not fit, or engines that disagree; nothing is written then.</exception>
    public static (string Path, double LargestDifference) Onnx(string run, string? path = null, string precision = Manifest.Single)
    {
        var folder = RunFolder.Open(run);
        var weights = Path.Combine(folder.Weights, "best.safetensors");
        if (!folder.IsFinished || !File.Exists(weights))
            throw new GraftException($"'{run}' is not finished: it has no model.onnx or no weights/best.safetensors.",
                cure: $"Go on with `{folder.ResumeCommand}`.");
        var manifest = ModelFile.ReadManifest(folder.Model);
        // Metrics are those of the very file that was measured: rounded weights are another one.
        if (precision != manifest.Precision) manifest = manifest with { Precision = precision, Metrics = null };
        var target = path ?? (precision == Manifest.Single ? folder.Model : folder[$"model.{precision}.onnx"]);
        var reference = ModelFile.ReadReferenceText(folder.Model); // before it is written anew
        using var checkpoint = Checkpoint.Open(weights);
        var parity = TaskTable.Of(TaskKinds.Parse(manifest.Task)).Export(checkpoint, manifest with { Probes = [] }, target);
        if (reference is not null) ModelFile.WriteReference(target, reference);
        return (target, parity.Difference);
    }

    /// <summary>Writes a classifier's file from its weights.</summary>
    internal static Parity Classifier(ICheckpoint checkpoint, Manifest manifest, string target)
    {
        var graph = ModelCatalogue.Find(manifest.Model).Build(manifest.Classes.Count, checkpoint);
        return new(ClassifierExport.Write(target, graph, CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters, manifest));
    }

    /// <summary>Writes a segmentation network's file from its weights.</summary>
    internal static Parity Segmenter(ICheckpoint checkpoint, Manifest manifest, string target)
    {
        var graph = SegmentationCatalogue.Build(manifest.Model, manifest.Classes.Count);
        return new(SegmenterExport.Write(target, graph, CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters, manifest));
    }

    /// <summary>Writes the file of a network that describes identities from its weights.</summary>
    internal static Parity Identities(ICheckpoint checkpoint, Manifest manifest, string target)
    {
        var graph = IdentityNetwork.GraphOf(manifest.Model, checkpoint);
        var alignment = checkpoint.Metadata.GetValueOrDefault(IdentityNetwork.AlignmentKey);
        var parameters = CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters;
        var isTrained = checkpoint.Metadata.ContainsKey(IdentityNetwork.DimensionKey);
        return new(IdentityExport.Write(target, graph, parameters, manifest, alignment, isTrained));
    }

    /// <summary>Writes a detector's file from its weights.</summary>
    internal static Parity Detector(ICheckpoint checkpoint, Manifest manifest, string target)
    {
        var pyramid = checkpoint.Metadata.TryGetValue(Pyramid, out var chosen) ? JsonSerializer.Deserialize<PyramidChoice>(chosen, Json.Compact) : null;
        var architecture = DetectionCatalogue.Find(manifest.Model, pyramid);
        if (checkpoint.Metadata.TryGetValue(NormEpsilon, out var epsilon))
            architecture = architecture with { NormEpsilon = double.Parse(epsilon, System.Globalization.CultureInfo.InvariantCulture) };
        var network = DetectionNetwork.Build(architecture, manifest.Classes.Count);
        return DetectorExport.Write(target, network, CheckpointLoader.Load(network.Whole, checkpoint, new LoadOptions()).Parameters, manifest);
    }
}
