using System.Numerics.Tensors;
using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>A classifier from a model file. Thread-safe.</summary>
public sealed partial class ClassificationPredictor : Predictor<ClassificationPrediction>
{
    private readonly OnnxForward _network;
    private readonly OneSizeBatches _batches;

    private ClassificationPredictor(Manifest manifest, OnnxForward network, RuntimeOptions options)
        : base(manifest, network.Native, options, options.BatchSize) =>
        (_network, _batches) = (network, new OneSizeBatches(network, manifest.Preprocess, options.Decoding));

    /// <summary>Opens a model file, checks its hash, and lets it answer its own probes.</summary>
    /// <exception cref="GraftException">
    /// The file is missing, not a model, changed, cut off, newer, or of another task; or it answers its probes differently than
    /// the trainer did (exit code 1).
    /// </exception>
    public static ClassificationPredictor Open(string path, RuntimeOptions? options = null)
    {
        options ??= new();
        var (manifest, model) = Load(path, "A classifier was expected.", TaskKind.Classify);
        var session = new OnnxSession(model, path, OnnxWriter.Scores, options);
        return Tested(path, new ClassificationPredictor(manifest, new OnnxForward(session), options), predictor => predictor.Test(path));
    }

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
        _batches.Answer(batch, IsLoaded, (input, scores, width, height) => Named(input, scores) with { Width = width, Height = height }, cancellation);

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

    private ClassificationPrediction Named(ImageInput input, float[] scores)
    {
        var label = TensorPrimitives.IndexOfMax<float>(scores);
        return new ClassificationPrediction(input.Path, scores, label, Manifest.Classes[label], scores[label]) { Name = input.Name };
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
