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

    /// <summary>How pictures become its input.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>What was loaded, missing or re-initialised; null for fresh parameters.</summary>
    public LoadReport? Report { get; init; }

    /// <summary>Where the weights came from; null for fresh parameters.</summary>
    public WeightsOrigin? Origin { get; init; }

    /// <summary>SHA-256 of the weights file, or of the seed for fresh parameters.</summary>
    public required string WeightsHash { get; init; }

    /// <summary>Loads a model by name.</summary>
    /// <param name="model">Name, or name.tag.</param>
    /// <param name="weightsFile">A file to use instead of the published weights.</param>
    /// <param name="classes">
    /// Classes of one's own: published weights get a new head of that many, a file's head is kept where it fits. Null keeps the
    /// 1000 classes of ImageNet.
    /// </param>
    /// <param name="imageSize">Input size in pixels; 0 for the model's own.</param>
    /// <param name="seed">Decides a new head's values.</param>
    /// <exception cref="GraftException">No such model, weights not at hand, or weights that do not fit.</exception>
    public static Pretrained Load(string model = DefaultModel, string? weightsFile = null, int? classes = null, int imageSize = 0, ulong seed = 1)
    {
        var name = model.Split('.', 2)[0];
        var entry = ModelCatalogue.Find(name);
        var resolved = WeightsStore.Resolve(model, weightsFile);
        var graph = entry.Build(classes ?? 1000);
        using var checkpoint = Checkpoint.Open(resolved.Path);
        var loaded = CheckpointLoader.Load(graph, checkpoint, new LoadOptions
        {
            AllowNewHead = true,
            RenewHead = classes is not null && resolved.Published is not null,
            Initial = ParameterInitialiser.Create(graph, seed),
        });
        return new Pretrained
        {
            Graph = graph,
            Parameters = loaded.Parameters,
            Report = loaded.Report,
            Preprocess = Sized(resolved.Preprocess ?? DefaultFor(entry), imageSize),
            Origin = resolved.Published is { } published
                ? new WeightsOrigin(published.Name, published.Source, published.Licence, resolved.Sha256)
                : new WeightsOrigin(Path.GetFileName(resolved.Path), "a file of the user's", "not known", resolved.Sha256),
            WeightsHash = resolved.Sha256,
        };
    }

    /// <summary>The same network with fresh parameters.</summary>
    public static Pretrained Fresh(string model, int classes, int imageSize = 0, ulong seed = 1)
    {
        var entry = ModelCatalogue.Find(model.Split('.', 2)[0]);
        var graph = entry.Build(classes);
        return new Pretrained
        {
            Graph = graph,
            Parameters = ParameterInitialiser.Create(graph, seed),
            Preprocess = Sized(DefaultFor(entry), imageSize),
            WeightsHash = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(seed))),
        };
    }

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
