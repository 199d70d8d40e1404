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
    /// <param name="path">The file to write; null for the run's own model.onnx, and for model.fp16.onnx or model.int8.onnx beside it.</param>
    /// <param name="precision">
    /// <see cref="Manifest.Single"/>; <see cref="Manifest.Half"/> for weights rounded to 16 bits, half the size; or <see cref="Manifest.Int8"/> for 8 bits,
    /// calibrated on the run's training images and measured on those that it held out.
    /// </param>
    /// <returns>Where the file is, and the largest difference between trainer and ONNX Runtime; of 8 bits the loss of the main metric, 0 to 1.</returns>
    /// <exception cref="GraftException">
    /// No finished run, weights that do not fit, engines that disagree, or a loss by 8 bits of more than a point; nothing is written then.
    /// </exception>
    public static (string Path, double LargestDifference) Onnx(string run, string? path = null, string precision = Manifest.Single)
    {
        if (precision == Manifest.Int8)
        {
            var written = Int8(run, path, new());
            return (written.Path, -written.Facts.Change ?? 0);
        }
        var (folder, manifest, network) = Open(run);
        // Metrics are those of the very file that was measured: rounded weights are another one.
        if (precision != manifest.Precision) manifest = manifest with { Precision = precision, Metrics = null };
        var target = path ?? TargetOf(folder, precision);
        var additions = ModelFile.ReadAdditions(folder.Model); // before it is written anew
        var parity = network.Export(target, manifest with { Probes = [] });
        if (additions != FileAdditions.None)
            ModelFile.WriteAdditions(target, _ => additions with { Abstention = AbstentionImages.Carried(additions.Abstention, precision) });
        return (target, parity.Difference);
    }

    /// <summary>Exports the best weights of a run in 8 bits.</summary>
    /// <inheritdoc cref="RunInt8.Write" path="/exception"/>
    internal static Int8Result Int8(
        string run, string? path, Int8Options options, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var (folder, _, network) = Open(run);
        return RunInt8.Write(folder, network, path ?? TargetOf(folder, Manifest.Int8), options, progress, cancellation);
    }

    /// <summary>The file that a run's network is written to unless another one is named.</summary>
    internal static string TargetOf(RunFolder folder, string precision) => precision == Manifest.Single ? folder.Model : folder[$"model.{precision}.onnx"];

    /// <summary>Files of a run's network in other precisions, beside that of 32 bits.</summary>
    internal static IReadOnlyList<string> OthersOf(string model)
    {
        var folder = Path.GetDirectoryName(model)!;
        return [.. new[] { Manifest.Half, Manifest.Int8 }.Select(precision => Path.Combine(folder, $"model.{precision}.onnx")).Where(File.Exists)];
    }

    private static (RunFolder Folder, Manifest Manifest, NetworkFile Network) Open(string run)
    {
        var folder = RunFolder.Open(run);
        var weights = Path.Combine(folder.Weights, "best.safetensors");
        if (!folder.IsFinished || !File.Exists(weights))
            throw new GraftException($"'{run}' is not finished: it has no model.onnx or no weights/best.safetensors.",
                cure: $"Go on with `{folder.ResumeCommand}`.");
        var manifest = ModelFile.ReadManifest(folder.Model);
        using var checkpoint = Checkpoint.Open(weights);
        return (folder, manifest, TaskTable.Of(TaskKinds.Parse(manifest.Task)).Network(checkpoint, manifest));
    }

    /// <summary>A classifier from its weights.</summary>
    internal static NetworkFile Classifier(ICheckpoint checkpoint, Manifest manifest)
    {
        var graph = ModelCatalogue.Find(manifest.Model).Build(manifest.Classes.Count, checkpoint);
        return NetworkFile.Classifier(graph, CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters);
    }

    /// <summary>A segmentation network from its weights.</summary>
    internal static NetworkFile Segmenter(ICheckpoint checkpoint, Manifest manifest)
    {
        var graph = SegmentationCatalogue.Build(manifest.Model, manifest.Classes.Count);
        return NetworkFile.Segmenter(graph, CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters);
    }

    /// <summary>A network that describes identities from its weights.</summary>
    internal static NetworkFile Identities(ICheckpoint checkpoint, Manifest manifest)
    {
        var graph = IdentityNetwork.GraphOf(manifest.Model, checkpoint);
        var alignment = checkpoint.Metadata.GetValueOrDefault(IdentityNetwork.AlignmentKey);
        var parameters = CheckpointLoader.Load(graph, checkpoint, new LoadOptions()).Parameters;
        return NetworkFile.Identities(graph, parameters, alignment, checkpoint.Metadata.ContainsKey(IdentityNetwork.DimensionKey));
    }

    /// <summary>A detector from its weights.</summary>
    internal static NetworkFile Detector(ICheckpoint checkpoint, Manifest manifest)
    {
        var pyramid = checkpoint.Metadata.TryGetValue(Pyramid, out var chosen) ? JsonSerializer.Deserialize<PyramidChoice>(chosen, Json.Compact) : null;
        var architecture = DetectionCatalogue.Find(manifest.Model, pyramid);
        if (checkpoint.Metadata.TryGetValue(NormEpsilon, out var epsilon))
            architecture = architecture with { NormEpsilon = double.Parse(epsilon, System.Globalization.CultureInfo.InvariantCulture) };
        var network = DetectionNetwork.Build(architecture, manifest.Classes.Count);
        return NetworkFile.Detector(network, CheckpointLoader.Load(network.Whole, checkpoint, new LoadOptions()).Parameters);
    }
}
