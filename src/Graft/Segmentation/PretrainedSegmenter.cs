using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft;

/// <summary>A segmentation network with its parameters: published, on a pretrained backbone, from a file, or fresh.</summary>
public sealed class PretrainedSegmenter
{
    private PretrainedSegmenter() { }

    /// <summary>The network, with as many classes as asked for.</summary>
    public required Graph Graph { get; init; }

    /// <summary>Its parameters.</summary>
    public required ParameterSet Parameters { get; init; }

    /// <summary>Normalisation, and the shorter side it was published with.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>What was loaded or re-initialised; null for fresh parameters.</summary>
    public LoadReport? Report { get; init; }

    /// <summary>Where the weights came from; null for fresh parameters.</summary>
    public WeightsOrigin? Origin { get; init; }

    /// <summary>Layers whose values are fresh, by the name of the layer; empty when all of them are, since then none stands out.</summary>
    public IReadOnlySet<string> FreshLayers { get; init; } = new HashSet<string>();

    /// <summary>Loads a network by name: its own published weights where there are any, otherwise its backbone's and a fresh decoder.</summary>
    /// <param name="model">Name in <see cref="SegmentationCatalogue"/>, with an optional tag of the weights: <c>fcn_resnet50.COCO_WITH_VOC_LABELS_V1</c>.</param>
    /// <param name="weightsFile">A file of the whole network, or of the backbone as a classifier, to use instead.</param>
    /// <param name="classes">Classes, the background among them; another number than the weights' makes a new classifier.</param>
    /// <param name="seed">Decides fresh values.</param>
    /// <exception cref="GraftException">No such network, weights not at hand, or weights that do not fit.</exception>
    public static PretrainedSegmenter Load(string model = Pretrained.DefaultModel, string? weightsFile = null, int classes = 21, ulong seed = 1)
    {
        var (name, tag) = WeightsCatalogue.Split(model);
        var entry = SegmentationCatalogue.Find(name);
        var graph = entry.Build(classes);
        var hasOwn = WeightsCatalogue.For(entry.Name).Count > 0;
        var source = hasOwn ? entry.Name : entry.Backbone;
        var resolved = WeightsStore.Resolve(tag is null ? source : $"{source}.{tag}", weightsFile);
        using var file = Checkpoint.Open(resolved.Path);
        var isWhole = file.Entries.Keys.Any(key => key.Contains(BackbonePrefix, StringComparison.Ordinal));
        var initial = ParameterInitialiser.Create(graph, seed);
        var loaded = isWhole
            ? CheckpointLoader.Load(graph, file, new LoadOptions { AllowNewHead = true, Initial = initial })
            : BackboneLoading.Load(entry, graph, file, initial);
        return new PretrainedSegmenter
        {
            Graph = graph,
            Parameters = loaded.Parameters,
            Report = loaded.Report,
            Preprocess = resolved.Preprocess ?? DefaultFor(entry),
            FreshLayers = loaded.Report.Reinitialised.Select(tensor => tensor[..tensor.LastIndexOf('.')]).ToHashSet(StringComparer.Ordinal),
            Origin = resolved.Published is { } published
                ? new WeightsOrigin(published.Name, published.Source, published.Licence, resolved.Sha256)
                : new WeightsOrigin(Path.GetFileName(resolved.Path), "a file of the user's", "not known", resolved.Sha256),
        };
    }

    /// <summary>The same network with fresh parameters.</summary>
    /// <exception cref="GraftException">No such network.</exception>
    public static PretrainedSegmenter Fresh(string model, int classes, ulong seed = 1)
    {
        var entry = SegmentationCatalogue.Find(WeightsCatalogue.Split(model).Model);
        var graph = entry.Build(classes);
        return new PretrainedSegmenter { Graph = graph, Parameters = ParameterInitialiser.Create(graph, seed), Preprocess = DefaultFor(entry) };
    }

    private const string BackbonePrefix = "backbone.";

    private static Preprocess DefaultFor(SegmentationEntry entry) =>
        (WeightsCatalogue.For(entry.Name).FirstOrDefault() ?? WeightsCatalogue.For(entry.Backbone).FirstOrDefault())?.Preprocess ?? Preprocess.ImageNet(520, 520);
}
