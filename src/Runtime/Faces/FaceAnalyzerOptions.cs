using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>Which faces are looked for, and how the machine is used.</summary>
public sealed record FaceAnalyzerOptions
{
    private readonly double _minFace = 0.05, _scoreThreshold = DefaultScore;
    private readonly int _threads = Environment.ProcessorCount;
    private readonly long _maxPixels = DecodeOptions.ProcessMaxPixels;

    internal const double DefaultScore = 0.5;

    /// <summary>The network that finds faces.</summary>
    public FaceDetector Detector { get; init; } = FaceDetector.SsdMobileNet;

    /// <summary>
    /// An ONNX file with another network that describes faces, with its contract as JSON beside it: <c>sface.onnx</c> and <c>sface.json</c>. Null for the
    /// bundled one.
    /// </summary>
    public string? Descriptor { get; init; }

    /// <summary>
    /// Width of the smallest face that is looked for: a share of the image's shorter side below 1, pixels from 1 on. It decides into how many tiles an image
    /// is cut, and so the time it takes. Less than 16 pixels are nothing that could be described, and are not looked for.
    /// </summary>
    public double MinFace
    {
        get => _minFace;
        init => _minFace = value > 0 && double.IsFinite(value) ? value
            : throw new GraftException(FormattableString.Invariant($"{nameof(MinFace)} is {value}."), "A share above 0 and below 1, or pixels, is expected.");
    }

    /// <summary>
    /// Looks in eight orientations, 45 degrees apart, and not only upright. Without it that happens only where no face is found upright, which costs nothing
    /// on images with upright faces and misses turned ones beside them.
    /// </summary>
    public bool Turned { get; init; }

    /// <summary>Faces must score more than this, 0..1.</summary>
    public double ScoreThreshold
    {
        get => _scoreThreshold;
        init => _scoreThreshold = value is >= 0 and <= 1 ? value
            : throw new GraftException(FormattableString.Invariant($"{nameof(ScoreThreshold)} is {value}."), "A number from 0 to 1 is expected.");
    }

    /// <summary>
    /// Whether <see cref="FaceQuality.Stability"/> is measured, for which a face is described four times; true by default. With another network than the
    /// bundled one it never is: nobody knows what is stable there.
    /// </summary>
    public bool MeasuresStability { get; init; } = true;

    /// <summary>Cores to use, 1 or more; all by default.</summary>
    public int Threads
    {
        get => _threads;
        init => _threads = value >= 1 ? value : throw new GraftException($"{nameof(Threads)} is {value}.", "1 or more is expected.");
    }

    /// <summary>Images with more pixels are refused by their header, before anything is decoded; 1 or more.</summary>
    public long MaxPixels
    {
        get => _maxPixels;
        init => _maxPixels = value >= 1 ? value : throw new GraftException($"{nameof(MaxPixels)} is {value}.", "1 or more is expected.");
    }

    internal DecodeOptions Decoding => new() { MaxPixels = MaxPixels };
}
