using Graft.Artifacts;
using Graft.Imaging;
using Graft.Tasks;
using Microsoft.ML.OnnxRuntime;

namespace Graft.Runtime;

/// <summary>How prediction uses the machine, which images it takes, and what it answers.</summary>
public sealed record RuntimeOptions
{
    private readonly int _threads = Environment.ProcessorCount;
    private readonly int _threadsPerImage = 1;
    private readonly int? _batchSize, _maxDetections;
    private readonly double? _scoreThreshold, _iouThreshold, _abstain;
    private readonly OnBadImage _onBadImage = OnBadImage.Fail;
    private readonly long _maxPixels = DecodeOptions.ProcessMaxPixels;

    /// <summary>Cores to use, 1 or more; all by default.</summary>
    public int Threads
    {
        get => _threads;
        init => _threads = AtLeastOne(nameof(Threads), value);
    }

    /// <summary>
    /// Cores that work on one image together, 1 or more. 1, the default, gives the most images per second, since cores then
    /// never wait for each other; as many as there are cores gives the shortest time to the answer for a single image.
    /// </summary>
    public int ThreadsPerImage
    {
        get => _threadsPerImage;
        init => _threadsPerImage = AtLeastOne(nameof(ThreadsPerImage), value);
    }

    /// <summary>
    /// Images that a core runs through the network together at most, 1 or more. Memory grows with it, speed hardly. Detectors, whose images are large,
    /// take 1 unless it is given, and only images of one input size together.
    /// </summary>
    public int BatchSize
    {
        get => _batchSize ?? 4;
        init => _batchSize = AtLeastOne(nameof(BatchSize), value);
    }

    /// <summary>What happens to an image that cannot be read: an exception with its name, or a prediction with its <see cref="Prediction.Failure"/>.</summary>
    public OnBadImage OnBadImage
    {
        get => _onBadImage;
        init => _onBadImage = Enum.IsDefined(value) ? value : throw new GraftException($"{nameof(OnBadImage)} is {value}.", "Fail or Skip is expected.");
    }

    /// <summary>Images with more pixels are refused by their header, before anything is decoded; 1 or more.</summary>
    public long MaxPixels
    {
        get => _maxPixels;
        init => _maxPixels = value >= 1 ? value : throw new GraftException($"{nameof(MaxPixels)} is {value}.", "1 or more is expected.");
    }

    /// <summary>Reads a PNG that is called .jpg instead of refusing it.</summary>
    public bool AcceptMislabelled { get; init; }

    /// <summary>Detectors: objects must score more than this, 0..1; null for the file's own.</summary>
    public double? ScoreThreshold
    {
        get => _scoreThreshold;
        init => _scoreThreshold = Share(nameof(ScoreThreshold), value);
    }

    /// <summary>
    /// Detectors: the NMS IoU threshold, 0..1. Of objects of one class that overlap by more, only the one with the highest score is kept;
    /// null for the file's own.
    /// </summary>
    public double? IouThreshold
    {
        get => _iouThreshold;
        init => _iouThreshold = Share(nameof(IouThreshold), value);
    }

    /// <summary>Detectors: objects of an image at most, those with the highest scores, 1 or more; null for as many as the file gives.</summary>
    public int? MaxDetections
    {
        get => _maxDetections;
        init => _maxDetections = value is { } count ? AtLeastOne(nameof(MaxDetections), count) : null;
    }

    /// <summary>
    /// Classifiers: answers only where at most this share is wrong, 0.001 to 0.5, see <see cref="ClassificationPrediction.Decision"/>; null answers every
    /// image. A file that cannot keep it, or of another task, is refused when it is opened.
    /// </summary>
    public double? Abstain
    {
        get => _abstain;
        init => _abstain = value is null or (>= RiskControl.LowestRate and <= RiskControl.HighestRate) ? value
            : throw new GraftException(FormattableString.Invariant($"{nameof(Abstain)} is {value}."),
                "A share of wrong answers is expected: 0.001 to 0.5.");
    }

    /// <summary>
    /// What the network runs on: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or <c>auto</c>, which takes the processor where no GPU can be used; null, the default,
    /// for what the environment variable GRAFT_DEVICE says, and the processor where it says nothing. A GPU needs ONNX Runtime's CUDA build.
    /// </summary>
    public string? Device
    {
        get => ComputeDevice?.Name;
        init => ComputeDevice = value is null ? null : Runtime.ComputeDevice.Parse(value, nameof(Device));
    }

    /// <summary>
    /// Called with ONNX Runtime's own options before a model is opened, after Graft's are set: execution providers, memory, profiling, logging.
    /// </summary>
    public Action<SessionOptions>? ConfigureSession { get; init; }

    internal ComputeDevice? ComputeDevice { get; private init; }

    /// <summary>Whether the caller sets ONNX Runtime's options.</summary>
    internal bool HasOwnSession => ConfigureSession is not null;

    /// <summary>Classifiers: predictions have the image's embedding, and <see cref="ClassificationPredictor.Abstention"/> is read from the file.</summary>
    internal bool TellsEmbedding { get; init; }

    /// <summary>Sees the activations of every run; the file must have been written for it.</summary>
    internal IActivationObserver? Observer { get; init; }

    /// <summary>Every operation as it stands in the file: of 8 bits each code as the number that it stands for, slowly.</summary>
    internal bool AsWritten { get; init; }

    /// <summary>Of 8 bits, without probes yet: it is not asked to test itself.</summary>
    internal bool IsUnfinished { get; init; }

    internal int LargeBatchSize => _batchSize ?? 1;

    /// <summary>Batches that run at the same time.</summary>
    internal int Workers => Math.Max(1, Threads / ThreadsPerImage);

    internal DecodeOptions Decoding => new() { MaxPixels = MaxPixels, AcceptMislabelled = AcceptMislabelled };

    /// <summary>As the network compares, in single precision.</summary>
    internal (float? Score, float? Overlap) Limits => LimitsOf(ScoreThreshold, IouThreshold);

    /// <summary>Thresholds as the network compares, in single precision.</summary>
    /// <exception cref="GraftException">One is not a number from 0 to 1.</exception>
    internal static (float? Score, float? Overlap) LimitsOf(double? score, double? overlap) =>
        ((float?)Share(nameof(ScoreThreshold), score), Share(nameof(IouThreshold), overlap) is { } share ? Nms.Single(share) : null);

    private static int AtLeastOne(string option, int value) =>
        value >= 1 ? value : throw new GraftException($"{option} is {value}.", "1 or more is expected.");

    private static double? Share(string option, double? value) => value is null or (>= 0 and <= 1) ? value
        : throw new GraftException(FormattableString.Invariant($"{option} is {value}."), "A number from 0 to 1 is expected.");
}
