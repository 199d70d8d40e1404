using System.Security.Cryptography;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft;

/// <summary>A network of the catalogue with its parameters: published, from a file, or fresh.</summary>
public sealed class Pretrained
{
    /// <summary>The bundled model a run uses unless told otherwise.</summary>
    public const string DefaultModel = "efficientnet_lite0";

    private Pretrained() { }

    /// <summary>The network, with as many classes as asked for.</summary>
    public required Graph Graph { get; init; }

    /// <summary>Its parameters.</summary>
    public required ParameterSet Parameters { get; init; }

    /// <summary>How images become its input.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>What was loaded, missing or re-initialised; null for fresh parameters.</summary>
    internal LoadReport? Report { get; init; }

    /// <summary>Names of the classes the loaded weights tell apart; null where they are not known or the head is new.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Where the weights came from; null for fresh parameters.</summary>
    public WeightsOrigin? Origin { get; init; }

    /// <summary>SHA-256 of the weights file, or of the seed for fresh parameters.</summary>
    public required string WeightsHash { get; init; }

    /// <summary>The name of published weights without a classifier, whose layers are fresh then; null for all others.</summary>
    internal string? FeaturesOnly { get; init; }

    /// <summary>Loads a model by name.</summary>
    /// <param name="model">Name, name.tag, <c>hf-hub:owner/name</c>, or a folder in timm's layout (<see cref="HubRepository"/>).</param>
    /// <param name="weightsFile">A file, or a folder in timm's layout, to use instead of the published weights.</param>
    /// <param name="classes">
    /// Classes of one's own: published weights get a new head of that many, a file's head is kept where it fits. Null keeps the
    /// 1000 classes of ImageNet.
    /// </param>
    /// <param name="imageSize">Input size in pixels; 0 for the model's own.</param>
    /// <param name="seed">Decides a new head's values.</param>
    /// <exception cref="GraftException">No such model, weights not at hand, or weights that do not fit.</exception>
    public static Pretrained Load(string model = DefaultModel, string? weightsFile = null, int? classes = null, int imageSize = 0, ulong seed = 1)
    {
        var source = WeightsSource.Find(model, weightsFile);
        if (source.FeaturesOnly is { } name && classes is null)
            throw new GraftException($"{name} has no classifier: it is published for its features alone.",
                "Its classes and the features before them were asked for.",
                $"Train it with a strategy that trains the whole network, or use {source.Entry.Name}.{WeightsCatalogue.For(source.Entry.Name)[0].Tag}.");
        using var checkpoint = Checkpoint.Open(source.Path);
        var graph = source.Entry.Build(classes ?? 1000, checkpoint);
        var options = source.Options with { RenewHead = classes is not null && source.IsPublished };
        // Only what the file lacks is drawn: drawing everything would cost a second copy, and more time than reading the file.
        var initial = ParameterInitialiser.CreateNamed(graph, seed, CheckpointLoader.Compare(graph, checkpoint, options).Reinitialised);
        var loaded = CheckpointLoader.Load(graph, checkpoint, options with { Initial = initial });
        var loadedNames = loaded.Report.Loaded.ToHashSet(StringComparer.Ordinal);
        var keepsHead = graph.Parameters.Any(spec => spec.Stage == options.HeadStage && loadedNames.Contains(spec.Name));
        return new Pretrained
        {
            Graph = graph,
            Parameters = loaded.Parameters,
            Report = loaded.Report,
            Preprocess = Sized(source.Preprocess ?? DefaultFor(source.Entry), imageSize),
            ClassNames = keepsHead ? source.ClassNames : null,
            Origin = source.Origin(checkpoint),
            WeightsHash = source.Sha256,
            FeaturesOnly = source.FeaturesOnly,
        };
    }

    /// <summary>The same network with fresh parameters.</summary>
    public static Pretrained Fresh(string model, int classes, int imageSize = 0, ulong seed = 1)
    {
        var entry = WeightsSource.EntryOf(model);
        var graph = entry.Build(classes);
        return new Pretrained
        {
            Graph = graph,
            Parameters = ParameterInitialiser.Create(graph, seed),
            Preprocess = Sized(DefaultFor(entry), imageSize),
            WeightsHash = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(seed))),
        };
    }

    /// <summary>The same network on the images as a classifier is to see them.</summary>
    internal Pretrained SeeingAs(ClassifyRequest request) => request.CenterCrop ? this : OnWholeImages(request.Letterbox);

    /// <summary>The same network on whole images, resized to its square, in place of their centre: what lies at the edges of an image is seen too.</summary>
    /// <param name="letterbox">Whether images keep their aspect ratio, with the mean colour beside them.</param>
    internal Pretrained OnWholeImages(bool letterbox = false) => new()
    {
        Graph = Graph,
        Parameters = Parameters,
        Report = Report,
        Preprocess = Preprocess with { ResizeShorter = 0, Letterbox = letterbox },
        ClassNames = ClassNames,
        Origin = Origin,
        WeightsHash = WeightsHash,
        FeaturesOnly = FeaturesOnly,
    };

    private static Preprocess Sized(Preprocess preprocess, int size) => size == 0 ? preprocess : preprocess with
    {
        Width = size,
        Height = size,
        ResizeShorter = (int)Math.Round((double)preprocess.ResizeShorter * size / preprocess.Height),
    };

    // torchvision's customary enlargement: 256 for 224
    private static Preprocess DefaultFor(ModelEntry entry) => WeightsCatalogue.For(entry.Name).FirstOrDefault()?.Preprocess
        ?? Preprocess.ImageNet(entry.InputSize * 8 / 7, entry.InputSize);
}
