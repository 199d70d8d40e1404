using Graft.Artifacts;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>A model file of any task that tells what is to be compared of images. Thread-safe.</summary>
internal sealed class WatchedModel : IDisposable
{
    private readonly Func<RgbImage, CancellationToken, WatchedAnswer> _watch;
    private readonly IDisposable _predictor;
    private readonly EmbeddingProjection _projection;
    private readonly RuntimeOptions _options;

    private WatchedModel(Manifest manifest, IDisposable predictor, int width, Func<RgbImage, CancellationToken, WatchedAnswer> watch, RuntimeOptions options)
    {
        (Manifest, HasEmbedding, _predictor, _watch, _options) = (manifest, width > 0, predictor, watch, options);
        _projection = new EmbeddingProjection(width);
    }

    /// <summary>What the file says of itself.</summary>
    public Manifest Manifest { get; }

    /// <summary>False for files of earlier versions: their answers and the images alone are compared.</summary>
    public bool HasEmbedding { get; }

    /// <summary>Opens a file and lets it test itself.</summary>
    /// <exception cref="GraftException">It is refused, or of a task whose images are not compared.</exception>
    public static WatchedModel Open(string path, RuntimeOptions? options = null)
    {
        options ??= new();
        return TaskKinds.Parse(ModelFile.ReadManifest(path).Task) switch
        {
            TaskKind.Classify => Of(ClassificationPredictor.Open(path, options), options),
            TaskKind.Detect or TaskKind.Instances => Of(DetectionPredictor.Open(path, options), options),
            TaskKind.Segment => Of(SegmentationPredictor.Open(path, options), options),
            var other => throw new GraftException($"Images of the task '{other.Name()}' are not compared.", "Expected classify, detect, instances or segment."),
        };
    }

    /// <summary>An image file.</summary>
    /// <exception cref="ImageException">It cannot be read.</exception>
    public WatchedImage Look(string path, CancellationToken cancellation = default) => Look(ImageFile.Decode(path, _options.Decoding), cancellation);

    /// <summary>Pixels of any size.</summary>
    public WatchedImage Look(RgbImage image, CancellationToken cancellation = default)
    {
        var answer = _watch(image, cancellation);
        var values = new float[Enum.GetValues<Trait>().Length];
        values[(int)Trait.Confidence] = answer.Confidence;
        ImageLook.Fill(image, values);
        var embedding = answer.Embedding.Length > 0 ? _projection.Apply(answer.Embedding) : [];
        return new WatchedImage(new ImageTraits(embedding, values, answer.Labels).Rounded(), answer.Scores, NearCopy.Of(image));
    }

    public void Dispose() => _predictor.Dispose();

    private static WatchedModel Of<TPrediction>(Predictor<TPrediction> predictor, RuntimeOptions options) where TPrediction : Prediction =>
        new(predictor.Manifest, predictor, predictor.EmbeddingWidth, predictor.Watch, options);
}
