using Graft.Artifacts;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>A model file of any task that tells what is to be compared of images. Thread-safe.</summary>
internal sealed class WatchedModel : IDisposable
{
    // Pixels as they were decoded, and a copy while they are turned or made smaller.
    private const long DecodedBytes = 6;

    // A detector may find a hundred classes on an image; what is rare on it tells nothing, and the reference travels in the file.
    private const int MaxLabels = 16;

    private readonly Func<RgbImage, CancellationToken, WatchedAnswer> _watch;
    private readonly Func<ulong, float[]> _test;
    private readonly IDisposable _predictor;
    private readonly EmbeddingProjection _projection;
    private readonly DecodeOptions _decoding;

    private WatchedModel(
        Manifest manifest, IDisposable predictor, int width,
        Func<RgbImage, CancellationToken, WatchedAnswer> watch, Func<ulong, float[]> test, DecodeOptions decoding)
    {
        (Manifest, _predictor, _watch, _test, _decoding) = (manifest, predictor, watch, test, decoding);
        _projection = new EmbeddingProjection(width);
    }

    /// <summary>What the file says of itself.</summary>
    public Manifest Manifest { get; }

    /// <summary>Refuses models of tasks whose images are not compared.</summary>
    /// <exception cref="GraftException">It is of such a task.</exception>
    public static void RequireTask(Manifest manifest)
    {
        if (TaskKinds.Parse(manifest.Task) == TaskKind.Identities)
            throw new GraftException("Images of identities are not compared with a reference: strangers are no drift, and each new identity is one.",
                "Expected a model for classify, detect, instances or segment.", "Measure it on new identities with `graft val`.");
    }

    /// <summary>Opens a file and lets it test itself.</summary>
    /// <exception cref="GraftException">It is refused, or of a task whose images are not compared.</exception>
    public static WatchedModel Open(string path, RuntimeOptions? options = null)
    {
        RequireTask(ModelFile.Peek(path).Manifest);
        return OpenAny(path, options);
    }

    /// <summary>Opens a file of any task and lets it test itself.</summary>
    /// <exception cref="GraftException">It is refused.</exception>
    public static WatchedModel OpenAny(string path, RuntimeOptions? options = null)
    {
        options ??= new();
        return TaskKinds.Parse(ModelFile.Peek(path).Manifest.Task) switch
        {
            TaskKind.Classify => Of(ClassificationPredictor.Open(path, options)),
            TaskKind.Detect or TaskKind.Instances => Of(DetectionPredictor.Open(path, options)),
            TaskKind.Segment => Of(SegmentationPredictor.Open(path, options)),
            TaskKind.Identities => Of(IdentityPredictor.Open(path, options)),
            var other => throw new GraftException($"'{path}' is of the task '{other.Name()}'.", "Expected a model for images."),
        };
    }

    /// <summary>An image file.</summary>
    /// <exception cref="ImageException">It cannot be read.</exception>
    public WatchedImage Look(string path, CancellationToken cancellation = default) => Look(ImageInput.Of(path), cancellation);

    /// <summary>An image as it was handed in.</summary>
    /// <inheritdoc cref="Look(string, CancellationToken)" path="/exception"/>
    public WatchedImage Look(ImageInput image, CancellationToken cancellation = default) => Decoded(image, pixels => Look(pixels, cancellation));

    /// <summary>Pixels of any size.</summary>
    public WatchedImage Look(RgbImage image, CancellationToken cancellation = default)
    {
        var answer = _watch(image, cancellation);
        var values = new float[Enum.GetValues<Trait>().Length];
        values[(int)Trait.Confidence] = answer.Confidence;
        var small = ImageLook.Fill(image, values);
        var embedding = answer.Embedding.Length > 0 ? _projection.Apply(answer.Embedding) : [];
        return new WatchedImage(new ImageTraits(embedding, values, Most(answer.Labels)).Rounded(), answer.Scores, NearCopy.Of(small));
    }

    /// <summary>What the network answers about an image file, without a look at its pixels.</summary>
    /// <inheritdoc cref="Look(string, CancellationToken)" path="/exception"/>
    public WatchedAnswer Answer(string path, CancellationToken cancellation = default) =>
        Decoded(ImageInput.Of(path), pixels => _watch(pixels, cancellation));

    /// <summary>What the network answers about pixels of any size.</summary>
    public WatchedAnswer Answer(RgbImage image, CancellationToken cancellation = default) => _watch(image, cancellation);

    /// <summary>See <see cref="Predictor{TPrediction}.SelfTestAnswer"/>.</summary>
    public float[] SelfTestAnswer(ulong seed) => _test(seed);

    /// <summary>The classes of which there is most, in their order.</summary>
    internal static IReadOnlyList<LabelAmount> Most(IReadOnlyList<LabelAmount> labels) => labels.Count <= MaxLabels ? labels
        : [.. labels.OrderByDescending(label => label.Amount).Take(MaxLabels).OrderBy(label => label.Label)];

    public void Dispose() => _predictor.Dispose();

    private T Decoded<T>(ImageInput image, Func<RgbImage, T> work)
    {
        var (width, height) = image.SizeOf(_decoding);
        // All cores look at once: large photographs wait for one another.
        using var lease = MemoryBudget.Take(DecodedBytes * width * height);
        return work(image.Decode(_decoding));
    }

    /// <summary>Of an open predictor, which is closed with it.</summary>
    public static WatchedModel Of<TPrediction>(Predictor<TPrediction> predictor) where TPrediction : Prediction =>
        new(predictor.Manifest, predictor, predictor.EmbeddingWidth, predictor.Watch, predictor.SelfTestAnswer, predictor.Decoding);
}
