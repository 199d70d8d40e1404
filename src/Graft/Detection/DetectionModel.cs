using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft;

/// <summary>A detector with its parameters: from published detection weights, from a backbone's ImageNet weights, or fresh.</summary>
public sealed class DetectionModel
{
    private const string Body = "backbone.body.", Features = "features.";

    private DetectionModel() { }

    /// <summary>Its graphs.</summary>
    public required DetectionNetwork Network { get; init; }

    /// <summary>Its parameters.</summary>
    public required ParameterSet Parameters { get; init; }

    /// <summary>How images become its input.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>What was loaded and what got fresh values; null when everything is fresh.</summary>
    internal LoadReport? Report { get; init; }

    /// <summary>Where the weights came from; null when everything is fresh.</summary>
    public WeightsOrigin? Origin { get; init; }

    /// <summary>
    /// Loads a detector. With weights of a whole detector (torchvision's COCO checkpoints, which the name of one of its detectors means) backbone,
    /// pyramid and proposals are kept and the box predictor is replaced; otherwise the backbone gets its ImageNet weights and the rest is fresh.
    /// </summary>
    /// <param name="model">
    /// A detector or a backbone (<see cref="DetectionCatalogue.Find"/>), with an optional tag: of the detector's weights
    /// (<c>fasterrcnn_resnet50_fpn.COCO_V1</c>), or of the backbone's to start from those alone (<c>fasterrcnn_resnet50_fpn.IMAGENET1K_V2</c>).
    /// </param>
    /// <param name="weightsFile">Detection weights, or weights of the backbone; null for the published ones.</param>
    /// <param name="classes">Classes without a background.</param>
    /// <param name="imageSize">Longer side of images in pixels; 0 for the detector's own.</param>
    /// <param name="seed">Decides fresh values.</param>
    /// <param name="pyramid">Another pyramid than usual over a backbone; null for the default.</param>
    /// <exception cref="GraftException">No such model, weights not at hand, weights that do not fit, or a pyramid that the model cannot have.</exception>
    public static DetectionModel Load(string model, string? weightsFile, int classes, int imageSize = 0, ulong seed = 1, PyramidChoice? pyramid = null)
    {
        var (name, tag) = WeightsCatalogue.Split(model);
        var architecture = DetectionCatalogue.Find(name, pyramid);
        var own = OwnWeights(architecture);
        if (weightsFile is not null || own.Count > 0 && (tag is null || own.Any(row => row.Tag.Equals(tag, StringComparison.OrdinalIgnoreCase))))
        {
            var whole = WeightsStore.Resolve(own.Count > 0 ? tag is null ? name : model : architecture.Backbone, weightsFile);
            if (FromDetector(architecture, whole, classes, imageSize, seed) is { } detector) return detector;
        }
        var resolved = WeightsStore.Resolve(tag is null ? architecture.Backbone : $"{architecture.Backbone}.{tag}", weightsFile);
        var network = DetectionNetwork.Build(architecture, classes);
        var parameters = DetectionInitialiser.Create(network, seed);
        using var checkpoint = Checkpoint.Open(resolved.Path);
        var report = TakeBackbone(network, parameters, checkpoint, resolved.Options, seed);
        var origin = WeightsLedger.Of(resolved, checkpoint, architecture.Backbone);
        return new DetectionModel
        {
            Network = network,
            Parameters = parameters,
            Report = report,
            Preprocess = Sized(resolved.Preprocess ?? Preprocess.ImageNet(256, 224), architecture, imageSize),
            Origin = origin,
        };
    }

    /// <summary>The same detector with fresh values everywhere.</summary>
    public static DetectionModel Fresh(string model, int classes, int imageSize = 0, ulong seed = 1, PyramidChoice? pyramid = null)
    {
        var architecture = DetectionCatalogue.Find(WeightsCatalogue.Split(model).Model, pyramid);
        var network = DetectionNetwork.Build(architecture, classes);
        var fallback = WeightsCatalogue.For(architecture.Backbone).FirstOrDefault()?.Preprocess ?? Preprocess.ImageNet(256, 224);
        return new DetectionModel
        {
            Network = network,
            Parameters = DetectionInitialiser.Create(network, seed),
            Preprocess = Sized(fallback, architecture, imageSize),
        };
    }

    /// <summary>A published detector as it is, with COCO's 91 outputs: <see cref="ClassNames"/> has their names.</summary>
    /// <param name="model">One of <see cref="DetectionCatalogue.Names"/>, with an optional tag.</param>
    /// <param name="weightsFile">torchvision's checkpoint for it; null for the one that was pulled.</param>
    /// <param name="imageSize">Longer side of images in pixels; 0 for the detector's own.</param>
    /// <exception cref="GraftException">No such detector, weights not at hand, or a file that is no checkpoint of this detector for COCO.</exception>
    public static DetectionModel LoadPublished(string model, string? weightsFile = null, int imageSize = 0)
    {
        var architecture = DetectionCatalogue.Find(WeightsCatalogue.Split(model).Model);
        var resolved = WeightsStore.Resolve(OwnWeights(architecture).Count > 0 ? model : architecture.Backbone, weightsFile);
        var loaded = FromDetector(
            architecture,
            resolved,
            architecture.IsTwoStage ? CocoCategories.Names.Count : CocoCategories.Names.Count + 1,
            imageSize,
            1,
            keepsClasses: true);
        return loaded is { Report.Reinitialised.Count: 0 } ? loaded
            : throw new GraftException($"'{resolved.Path}' holds no detector of COCO's 91 numbers.",
                $"Expected torchvision's checkpoint of {architecture.Name}.",
                "Give its .pth or .safetensors file.");
    }

    /// <summary>Names of a published detector's classes; one-stage detectors have a place for the number 0, which COCO does not use.</summary>
    public IReadOnlyList<string> ClassNames => Network.Architecture.IsTwoStage ? CocoCategories.Names : [$"{CocoCategories.Unused} 0", .. CocoCategories.Names];

    /// <summary>COCO's numbers of a published detector's classes.</summary>
    public IReadOnlyList<int> CategoryIds => [.. Enumerable.Range(Network.Architecture.IsTwoStage ? 1 : 0, ClassNames.Count)];

    private static DetectionModel? FromDetector(
        DetectionArchitecture architecture, ResolvedWeights weights, int classes, int imageSize, ulong seed, bool keepsClasses = false)
    {
        using var checkpoint = new DetectionCheckpoint(Checkpoint.Open(weights.Path), withoutPredictor: weights.Published is not null && !keepsClasses);
        if (!checkpoint.Entries.Keys.Any(name => name.StartsWith(Body, StringComparison.Ordinal))) return null;
        if (checkpoint.HasFrozenNorms && !architecture.Pyramid.HasNorm && architecture.Backbone.StartsWith("resnet", StringComparison.Ordinal))
            architecture = architecture with { NormEpsilon = 0 };
        var network = DetectionNetwork.Build(architecture, classes);
        var loaded = CheckpointLoader.Load(
            network.Whole, checkpoint, new LoadOptions { AllowNewHead = true, Initial = DetectionInitialiser.Create(network, seed) });
        return new DetectionModel
        {
            Network = network,
            Parameters = loaded.Parameters,
            Report = loaded.Report with { StrippedPrefix = checkpoint.Prefix },
            Preprocess = Sized(Preprocess.ImageNet(256, 224), architecture, imageSize),
            Origin = WeightsLedger.Of(weights, checkpoint, architecture.Name),
        };
    }

    // A backbone's name alone has a classifier's weights.
    private static IReadOnlyList<PublishedWeights> OwnWeights(DetectionArchitecture architecture) =>
        DetectionCatalogue.Names.Contains(architecture.Name) ? WeightsCatalogue.For(architecture.Name) : [];

    // The classifier's layers behind the last tap are left where they are.
    private static LoadReport TakeBackbone(DetectionNetwork network, ParameterSet parameters, ICheckpoint checkpoint, LoadOptions options, ulong seed)
    {
        var graph = ModelCatalogue.Build(network.Architecture.Backbone);
        var loaded = CheckpointLoader.Load(graph, checkpoint, options with { Initial = ParameterInitialiser.Create(graph, seed) });
        List<string> taken = [];
        foreach (var (name, tensor) in loaded.Parameters)
        {
            var own = Body + (name.StartsWith(Features, StringComparison.Ordinal) ? name[Features.Length..] : name);
            if (!parameters.ContainsKey(own)) continue;
            parameters.Set(own, tensor);
            taken.Add(own);
        }
        var all = taken.ToHashSet(StringComparer.Ordinal);
        return loaded.Report with
        {
            Model = network.Architecture.Name,
            Loaded = taken,
            Reinitialised = [.. network.Whole.Parameters.Select(spec => spec.Name).Where(name => !all.Contains(name))],
        };
    }

    private static Preprocess Sized(Preprocess normalisation, DetectionArchitecture architecture, int imageSize)
    {
        var (shorter, longer) = (architecture.ShorterSide, architecture.LongerSide);
        if (imageSize > 0) (shorter, longer) = ((int)Math.Round((double)shorter * imageSize / longer), imageSize);
        var side = (longer + DetectionNetwork.SizeMultiple - 1) / DetectionNetwork.SizeMultiple * DetectionNetwork.SizeMultiple;
        return normalisation with
        {
            Width = side,
            Height = side,
            ResizeShorter = shorter,
            ResizeLonger = longer,
            SizeMultiple = DetectionNetwork.SizeMultiple,
            ScaledDecoding = true,
            Interpolation = Interpolation.Bilinear,
        };
    }
}
