using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>A network that describes identities, from a model file. Thread-safe.</summary>
public sealed class IdentityPredictor : Predictor<IdentityPrediction>
{
    private readonly OnnxForward _network;
    private readonly OneSizeBatches _batches;

    private IdentityPredictor(Manifest manifest, OnnxForward network, RuntimeOptions options)
        : base(manifest, network.Native, options, options.BatchSize) =>
        (_network, _batches) = (network, new OneSizeBatches(network, manifest.Preprocess, options.Decoding));

    /// <summary>Opens a model file, checks its hash, and lets it answer its own probes.</summary>
    /// <exception cref="GraftException">
    /// The file is missing, not a model, changed, cut off, newer, or of another task; or it answers its probes differently than
    /// the trainer did (exit code 1).
    /// </exception>
    public static IdentityPredictor Open(string path, RuntimeOptions? options = null)
    {
        options ??= new();
        var (manifest, model) = Load(path, options, "A network that describes identities was expected.", TaskKind.Identities);
        var session = new OnnxSession(model, path, OnnxWriter.Descriptor, options);
        return Tested(path, new IdentityPredictor(manifest, new OnnxForward(session), options), predictor => predictor.Test(path));
    }

    /// <summary>Numbers of a descriptor.</summary>
    public int Dimension => _network.OutputShape[0];

    /// <summary>Descriptors of images in memory that are at the model's size already.</summary>
    /// <param name="images">count x Height x Width x 3 bytes, RGB.</param>
    /// <param name="count">Number of images.</param>
    /// <returns>count x <see cref="Dimension"/>.</returns>
    internal float[] Describe(byte[] images, int count)
    {
        var descriptors = new float[count * Dimension];
        if (count > 0) _network.Run(images, count, descriptors);
        return descriptors;
    }

    private protected override void Answer(IReadOnlyList<Slot<ImageInput, IdentityPrediction>> batch, CancellationToken cancellation) =>
        _batches.Answer(batch, IsLoaded,
            (input, found) => new IdentityPrediction(input.Path, found.Values) { Name = input.Name, Width = found.Width, Height = found.Height }, cancellation);

    internal override WatchedAnswer Watch(RgbImage image, CancellationToken cancellation)
    {
        var descriptor = new float[Dimension];
        _network.RunHere(Manifest.Preprocess.Apply(image).Pixels, 1, descriptor, cancellation);
        return new WatchedAnswer(descriptor, 0, []);
    }

    internal override float[] Embeddings(ReadOnlySpan<byte> images, int count, (int Height, int Width) size) =>
        throw new InvalidOperationException("A descriptor is no embedding beside an answer: it is the answer.");

    private protected override IdentityPrediction Unread(ImageInput input, ImageException failure) => new(input.Path, [], failure) { Name = input.Name };

    // A descriptor is no score, and to which other image it is to be compared the call does not say.
    private protected override IReadOnlyList<Explanation> Explain(ImageInput input, int? label, CancellationToken cancellation) =>
        throw new GraftException("A network that describes identities gives no score that could be explained.",
            "A classifier, a detector or a segmentation network was expected.");

    private void Test(string path)
    {
        if (!_network.InputShape.SequenceEqual([Manifest.Preprocess.Height, Manifest.Preprocess.Width, 3]) || _network.OutputShape.Count != 1)
            throw new GraftException($"The network in '{path}' is not of the size its manifest names.", cure: "Export the run again.");
        foreach (var probe in OwnProbes)
            ParityGate.CheckScores([.. probe.Scores], Describe(ProbeImages.Make(probe.Seed, Manifest.Preprocess), 1), Dimension,
                $"The self-test of '{path}' failed");
    }
}
