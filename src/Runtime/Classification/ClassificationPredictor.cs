using System.Numerics.Tensors;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>A classifier from a model file. Thread-safe.</summary>
public sealed partial class ClassificationPredictor : Predictor<ClassificationPrediction>
{
    private readonly OnnxForward _network;
    private readonly OneSizeBatches _batches;
    private readonly ClassThresholds? _thresholds;

    private ClassificationPredictor(Manifest manifest, OnnxForward network, RuntimeOptions options, Abstention? abstention, ClassThresholds? thresholds)
        : base(manifest, network.Native, options, options.BatchSize)
    {
        (_network, Abstention, _thresholds) = (network, abstention, thresholds);
        _batches = new OneSizeBatches(network, manifest.Preprocess, options.Decoding, abstention is null && !options.TellsEmbedding ? 0 : EmbeddingWidth);
    }

    /// <summary>Opens a model file, checks its hash, and lets it answer its own probes.</summary>
    /// <exception cref="GraftException">
    /// The file is missing, not a model, changed, cut off, newer, or of another task; it cannot keep the rate of <see cref="RuntimeOptions.Abstain"/>; or it
    /// answers its probes differently than the trainer did (exit code 1).
    /// </exception>
    public static ClassificationPredictor Open(string path, RuntimeOptions? options = null)
    {
        options ??= new();
        var (manifest, model) = Load(path, options, "A classifier was expected.", TaskKind.Classify);
        var session = new OnnxSession(model, path, OnnxWriter.Scores, options);
        try
        {
            var abstention = options.Abstain is not null || options.TellsEmbedding ? AbstentionOf(path, manifest, session.EmbeddingWidth) : null;
            if (options.Abstain is not null && abstention is null) throw NoAbstention(path);
            var thresholds = options.Abstain is { } rate ? abstention!.Thresholds(rate) : null;
            var predictor = new ClassificationPredictor(manifest, new OnnxForward(session), options, abstention, thresholds);
            return Tested(path, predictor, predictor => predictor.Test(path));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>What the file knows of when not to answer; null where it knows nothing, or was not asked.</summary>
    internal Abstention? Abstention { get; }

    private static Abstention? AbstentionOf(string path, Manifest manifest, int width) =>
        ModelFile.ReadAbstention(path, manifest.ContentHash) is { } data ? new Abstention(data, manifest.Classes.Count, width) : null;

    private static GraftException NoAbstention(string path) => new(
        $"'{path}' does not know when it is wrong: it has no calibration of images that it did not learn from.",
        "Graft puts one into the file of every classifier that it trains; files of earlier versions, and published networks, have none.",
        $"Train it again, or leave {Flag.Of("--abstain")} out.");

    /// <summary>Probabilities of images in memory that are at the model's size already.</summary>
    /// <param name="images">count x Height x Width x 3 bytes, RGB.</param>
    /// <param name="count">Number of images.</param>
    /// <returns>count x classes.</returns>
    /// <exception cref="ArgumentException">The bytes are not that many.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public float[] Scores(byte[] images, int count)
    {
        var scores = new float[count * Manifest.Classes.Count];
        if (count > 0) _network.Run(images, count, scores);
        return scores;
    }

    /// <summary>As <see cref="Scores"/>, on the calling thread.</summary>
    internal float[] ScoresHere(ReadOnlySpan<byte> images, int count, CancellationToken cancellation)
    {
        var scores = new float[count * Manifest.Classes.Count];
        if (count > 0) _network.RunHere(images, count, scores, cancellation);
        return scores;
    }

    private protected override void Answer(IReadOnlyList<Slot<ImageInput, ClassificationPrediction>> batch, CancellationToken cancellation) =>
        _batches.Answer(batch, IsLoaded, Named, cancellation);

    internal override WatchedAnswer Watch(RgbImage image, CancellationToken cancellation)
    {
        var input = Manifest.Preprocess.Apply(image).Pixels;
        var (scores, embedding) = (new float[Manifest.Classes.Count], new float[EmbeddingWidth]);
        if (embedding.Length > 0) _network.RunHere(input, 1, scores, embedding, cancellation);
        else _network.RunHere(input, 1, scores, cancellation);
        var label = TensorPrimitives.IndexOfMax<float>(scores);
        return new WatchedAnswer(embedding, scores[label], [new LabelAmount(label, 1)], scores);
    }

    internal override float[] Embeddings(ReadOnlySpan<byte> images, int count, (int Height, int Width) size)
    {
        var embeddings = new float[count * EmbeddingWidth];
        _network.RunHere(images, count, new float[count * Manifest.Classes.Count], embeddings, CancellationToken.None);
        return embeddings;
    }

    private protected override ClassificationPrediction Unread(ImageInput input, ImageException failure) =>
        new(input.Path, [], -1, "", 0, failure) { Name = input.Name };

    private ClassificationPrediction Named(ImageInput input, NetworkNumbers found)
    {
        var scores = found.Values;
        var label = TensorPrimitives.IndexOfMax<float>(scores);
        return new ClassificationPrediction(input.Path, scores, label, Manifest.Classes[label], scores[label])
        {
            Name = input.Name,
            Width = found.Width,
            Height = found.Height,
            Embedding = Options.TellsEmbedding ? found.Embedding : [],
            Decision = _thresholds is null ? null : Abstention!.Decide(_thresholds, label, scores[label], Abstention.Distance(found.Embedding)),
        };
    }

    private void Test(string path)
    {
        if (!_network.InputShape.SequenceEqual([Manifest.Preprocess.Height, Manifest.Preprocess.Width, 3])
            || !_network.OutputShape.SequenceEqual([Manifest.Classes.Count]))
            throw new GraftException($"The network in '{path}' is not of the size its manifest names.", cure: "Export the run again.");
        foreach (var probe in OwnProbes)
            ParityGate.CheckScores([.. probe.Scores], Scores(ProbeImages.Make(probe.Seed, Manifest.Preprocess), 1), Manifest.Classes.Count,
                $"The self-test of '{path}' failed");
    }
}
