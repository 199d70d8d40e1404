using Graft.Artifacts;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>A network with its values, ready to be written as a model file.</summary>
/// <param name="Write">Writes it in a form of numbers, without a gate.</param>
/// <param name="Export">Writes it as the manifest's precision says, through the parity gate.</param>
internal sealed record NetworkFile(Action<string, Manifest, OnnxForm> Write, Func<string, Manifest, Parity> Export)
{
    /// <summary>Writes what belongs beside the file; null for nothing.</summary>
    public Action<string, Manifest>? Beside { get; init; }

    /// <summary>A classifier.</summary>
    public static NetworkFile Classifier(Graph graph, ParameterSet parameters) => new(
        (path, manifest, form) => ModelFile.Write(path, graph, parameters, manifest, form),
        (path, manifest) => new(ClassifierExport.Write(path, graph, parameters, manifest)));

    /// <summary>A segmentation network.</summary>
    public static NetworkFile Segmenter(Graph graph, ParameterSet parameters) => new(
        (path, manifest, form) => ModelFile.WriteSegmenter(path, graph, parameters, manifest, form),
        (path, manifest) => new(SegmenterExport.Write(path, graph, parameters, manifest)));

    /// <summary>A detector.</summary>
    public static NetworkFile Detector(DetectionNetwork network, ParameterSet parameters) => new(
        (path, manifest, form) => ModelFile.WriteDetector(path, network, parameters, DetectorExport.OptionsOf(network, manifest), manifest, form),
        (path, manifest) => DetectorExport.Write(path, network, parameters, manifest));

    /// <summary>A network that describes identities.</summary>
    public static NetworkFile Identities(Graph graph, ParameterSet parameters, string? alignment, bool isTrained) => new(
        (path, manifest, form) => ModelFile.WriteDescriptor(path, graph, parameters, manifest, form),
        (path, manifest) => new(IdentityExport.Write(path, graph, parameters, manifest, alignment, isTrained)))
    {
        Beside = alignment is null ? null : (path, manifest) => IdentityExport.WriteContract(path, graph.OutputChannels, manifest, alignment, isTrained),
    };
}
