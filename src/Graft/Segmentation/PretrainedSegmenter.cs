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
    internal LoadReport? Report { get; init; }

    /// <summary>Where the weights came from; null for fresh parameters.</summary>
    public WeightsOrigin? Origin { get; init; }

    /// <summary>Layers whose values are fresh, by the name of the layer; empty when all of them are, since then none stands out.</summary>
    public IReadOnlySet<string> FreshLayers { get; init; } = new HashSet<string>();

    /// <summary>Loads a network by name: its own published weights where there are any, otherwise its backbone's and a fresh decoder.</summary>
    /// <param name="model">Name in <see cref="SegmentationCatalogue"/>, with an optional tag: of its own weights
    /// (<c>fcn_resnet50.COCO_WITH_VOC_LABELS_V1</c>), or of the backbone's to start from those alone (<c>fcn_resnet50.IMAGENET1K_V2</c>).</param>
    /// <param name="weightsFile">A file of the whole network, or of the backbone as a classifier, to use instead.</param>
    /// <param name="classes">
    /// Classes of one's own, the background among them: published weights get a new classifier for them, a file's is kept where it fits. Null keeps
    /// the 21 classes of Pascal VOC.
    /// </param>
    /// <param name="seed">Decides fresh values.</param>
    /// <exception cref="GraftException">No such network, weights not at hand, or weights that do not fit.</exception>
    public static PretrainedSegmenter Load(string model = Pretrained.DefaultModel, string? weightsFile = null, int? classes = null, ulong seed = 1)
    {
        var (name, tag) = WeightsCatalogue.Split(model);
        var entry = SegmentationCatalogue.Find(name);
        var graph = entry.Build(classes ?? VocCategories.Names.Count);
        var own = WeightsCatalogue.For(entry.Name);
        var source = own.Count > 0 && (tag is null || own.Any(row => row.Tag.Equals(tag, StringComparison.OrdinalIgnoreCase))) ? entry.Name : entry.Backbone;
        var resolved = WeightsStore.Resolve(tag is null ? source : $"{source}.{tag}", weightsFile);
        using var file = Checkpoint.Open(resolved.Path);
        // A classifier behind a prefix "backbone." is none: a network of ours has more of it than the classifier.
        var isWhole = file.Entries.Keys.Any(key => key.Contains(BackbonePrefix, StringComparison.Ordinal))
            && CheckpointNames.Count(graph, file) > CheckpointNames.Count(ModelCatalogue.Build(entry.Backbone), file);
        var initial = ParameterInitialiser.Create(graph, seed);
        var loaded = isWhole
            ? CheckpointLoader.Load(graph, file, new LoadOptions { AllowNewHead = true, Initial = initial })
            : BackboneLoading.Load(entry, graph, file, initial, resolved.Options);
        if (isWhole && classes is not null && resolved.Published is not null) loaded = WithNewClassifier(loaded, entry, graph, initial);
        return new PretrainedSegmenter
        {
            Graph = graph,
            Parameters = loaded.Parameters,
            Report = loaded.Report,
            Preprocess = resolved.Preprocess ?? DefaultFor(entry),
            FreshLayers = loaded.Report.Reinitialised.Select(LayerOf).ToHashSet(StringComparer.Ordinal),
            Origin = WeightsLedger.Of(resolved, file, isWhole ? entry.Name : entry.Backbone),
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

    /// <summary>
    /// The layers whose shape depends on the number of classes with their initial values: 21 classes of one's own are not Pascal VOC's, though their
    /// weights would fit.
    /// </summary>
    internal static LoadedParameters WithNewClassifier(LoadedParameters loaded, SegmentationEntry entry, Graph graph, ParameterSet initial)
    {
        var classes = graph.OutputChannels;
        var other = entry.Build(classes > 1 ? classes - 1 : 2).Parameters.ToDictionary(spec => spec.Name, StringComparer.Ordinal);
        var layers = graph.Parameters.Where(spec => !spec.Shape.SequenceEqual(other[spec.Name].Shape))
            .Select(spec => LayerOf(spec.Name)).ToHashSet(StringComparer.Ordinal);
        List<string> renewed = [.. graph.Parameters.Select(spec => spec.Name).Where(name => layers.Contains(LayerOf(name)))];
        foreach (var name in renewed) loaded.Parameters.Set(name, initial[name]);
        return loaded with
        {
            Report = loaded.Report with
            {
                Loaded = [.. loaded.Report.Loaded.Except(renewed)],
                Reinitialised = [.. loaded.Report.Reinitialised.Union(renewed)],
            },
        };
    }

    private static string LayerOf(string tensor) => tensor[..tensor.LastIndexOf('.')];

    private const string BackbonePrefix = "backbone.";

    private static Preprocess DefaultFor(SegmentationEntry entry) =>
        (WeightsCatalogue.For(entry.Name).FirstOrDefault() ?? WeightsCatalogue.For(entry.Backbone).FirstOrDefault())?.Preprocess
        ?? Preprocess.ImageNet(520, 520);
}
