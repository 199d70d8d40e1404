using System.Numerics;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>
/// Finds the faces on an image, aligns them, measures how well they can be recognised, and describes them. Thread-safe. Using it during or after
/// <see cref="Dispose"/> gives <see cref="ObjectDisposedException"/>; work that has begun is finished.
/// </summary>
public sealed class FaceAnalyzer : IDisposable
{
    private const double NearlyCertain = 0.98, SamePlace = 0.1;
    private const int WarmUpSide = 320;

    private readonly FaceNetworks _networks;
    private readonly FaceFinder _finder;
    private readonly FaceDescriber _describer;

    private FaceAnalyzer(FaceAnalyzerOptions options)
    {
        Options = options;
        _networks = new FaceNetworks(options);
        _finder = new FaceFinder(_networks, options);
        _describer = new FaceDescriber(_networks, options);
    }

    /// <summary>How it was opened.</summary>
    public FaceAnalyzerOptions Options { get; }

    /// <summary>What made the descriptors: only those of one contract can be compared.</summary>
    public FaceContract Contract => _networks.Descriptor.Contract;

    /// <summary>Inputs that each network has answered so far, for measurements.</summary>
    internal (long Detections, long Crops, long Chips) Answered => _networks.Answered;

    /// <summary>Opens the networks, whose weights are in the folder <c>weights/faces</c> beside the program (package Graft.Weights.Faces).</summary>
    /// <exception cref="GraftException">
    /// A file of weights is missing or another one; or <see cref="FaceAnalyzerOptions.Descriptor"/> has no contract, or another network than that says.
    /// </exception>
    public static FaceAnalyzer Open(FaceAnalyzerOptions? options = null) => new(options ?? new());

    /// <summary>The faces of an image file with landmarks, quality and descriptor, the surest first; none is an empty list.</summary>
    /// <exception cref="ImageException">The image cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The analyzer was disposed.</exception>
    public IReadOnlyList<Face> Analyze(string path) => Analyze(ImageInput.Of(path));

    /// <summary>As <see cref="Analyze(string)"/>, of a stream, which is read from where it is to its end and not disposed.</summary>
    /// <inheritdoc cref="Analyze(string)" path="/exception"/>
    public IReadOnlyList<Face> Analyze(Stream stream) => Analyze(ImageInput.Of(stream));

    /// <summary>As <see cref="Analyze(string)"/>, of the bytes of a file.</summary>
    /// <inheritdoc cref="Analyze(string)" path="/exception"/>
    public IReadOnlyList<Face> Analyze(ReadOnlyMemory<byte> bytes) => Analyze(ImageInput.Of(bytes));

    /// <summary>As <see cref="Analyze(string)"/>, of a file whose bytes were read already.</summary>
    internal IReadOnlyList<Face> Analyze(string path, ReadOnlyMemory<byte> bytes) => Analyze(ImageInput.Of(path, bytes));

    /// <summary>As <see cref="Analyze(string)"/>, of pixels.</summary>
    /// <exception cref="ObjectDisposedException">The analyzer was disposed.</exception>
    public IReadOnlyList<Face> Analyze(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Analyze(image, Options.Turned, degrees => Find(image, degrees));
    }

    /// <summary>The same in either way. Who asks in both keeps what was found in an orientation.</summary>
    /// <param name="image">The image.</param>
    /// <param name="isTurned">As <see cref="FaceAnalyzerOptions.Turned"/>.</param>
    /// <param name="find">What <see cref="Find(RgbImage, double)"/> finds.</param>
    internal IReadOnlyList<Face> Analyze(RgbImage image, bool isTurned, Func<double, IReadOnlyList<FoundFace>> find)
    {
        _networks.ThrowIfDisposed();
        var found = Find(isTurned, find);
        var upright = Describe(image, FaceFinder.Suppressed(image, found));
        // Faces that lie are sometimes found as if they stood, with landmarks that cannot be a face's.
        if (isTurned || upright.Any(face => face.Refusal is null)) return upright;
        return [.. Describe(image, FaceFinder.Suppressed(image, [.. found, .. FindTurned(find)])).Select(face => Doubted(face, upright))];
    }

    /// <summary>All that is found in one orientation, several times or not.</summary>
    internal IReadOnlyList<FoundFace> Find(RgbImage image, double degrees) => _finder.Find(image, degrees);

    /// <summary>Only where faces are and how sure that is, the surest first: without landmarks, quality and descriptor, in less time.</summary>
    /// <inheritdoc cref="Analyze(string)" path="/exception"/>
    public IReadOnlyList<Face> Detect(string path) => Detect(ImageInput.Of(path));

    /// <summary>As <see cref="Detect(string)"/>, of a stream, which is read from where it is to its end and not disposed.</summary>
    /// <inheritdoc cref="Analyze(string)" path="/exception"/>
    public IReadOnlyList<Face> Detect(Stream stream) => Detect(ImageInput.Of(stream));

    /// <summary>As <see cref="Detect(string)"/>, of the bytes of a file.</summary>
    /// <inheritdoc cref="Analyze(string)" path="/exception"/>
    public IReadOnlyList<Face> Detect(ReadOnlyMemory<byte> bytes) => Detect(ImageInput.Of(bytes));

    /// <summary>As <see cref="Detect(string)"/>, of pixels.</summary>
    /// <exception cref="ObjectDisposedException">The analyzer was disposed.</exception>
    public IReadOnlyList<Face> Detect(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _networks.ThrowIfDisposed();
        var found = FaceFinder.Suppressed(image, Find(Options.Turned, degrees => Find(image, degrees)));
        if (found.Count == 0 && !Options.Turned) found = FaceFinder.Suppressed(image, FindTurned(degrees => Find(image, degrees)));
        return [.. found.Select(face => new Face(face.Box.Clip(image.Width, image.Height), face.Score) { Roll = LandmarkFinder.Angle(face.Degrees) })];
    }

    /// <summary>The aligned face: turned upright, with the eyes at fixed places; what lies outside of the image is black.</summary>
    /// <param name="image">The image.</param>
    /// <param name="landmarks">68 landmarks in its pixels, as <see cref="Face.Landmarks"/>.</param>
    /// <param name="alignment">As <see cref="FaceContract.Alignment"/> names it: <c>dlib150</c> (150 x 150 pixels) or <c>arcface112</c> (112 x 112).</param>
    /// <exception cref="ArgumentException">There are not 68 landmarks, or no such alignment.</exception>
    public static RgbImage Align(RgbImage image, IReadOnlyList<Vector2> landmarks, string alignment = "dlib150")
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(landmarks);
        if (landmarks.Count != FaceShape.Count)
            throw new ArgumentException($"{FaceShape.Count} landmarks are needed, not {landmarks.Count}.", nameof(landmarks));
        var own = FaceAlignment.Find(alignment) ?? throw new ArgumentException(
            $"There is no alignment '{alignment}', only {Words.And([.. FaceAlignment.All.Select(one => one.Name)])}.", nameof(alignment));
        var chip = new RgbImage(own.Side, own.Side);
        FaceWarp.Run(image, own.ChipToImage(landmarks), chip.Width, chip.Height, chip.Pixels);
        return chip;
    }

    /// <summary>The descriptor of an aligned face, <see cref="FaceContract.Dimension"/> values.</summary>
    /// <param name="chip">As <see cref="Align"/> gives it for the contract's alignment.</param>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    /// <exception cref="ObjectDisposedException">The analyzer was disposed.</exception>
    public float[] Describe(RgbImage chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        _networks.ThrowIfDisposed();
        var side = _networks.Descriptor.Alignment.Side;
        if (chip.Width != side || chip.Height != side)
            throw new ArgumentException($"A face aligned as {Contract.Alignment} has {side} x {side} pixels, not {chip.Width} x {chip.Height}.", nameof(chip));
        return _networks.Describe(chip.Pixels, 1);
    }

    /// <summary>The descriptor and the quality of a face whose landmarks are known.</summary>
    internal (float[] Descriptor, FaceQuality Quality) Measure(RgbImage image, Vector2[] landmarks) => _describer.Measure(image, landmarks);

    /// <summary>Runs every network once, so that the first image takes no longer than others.</summary>
    internal void WarmUp()
    {
        _finder.Find(new RgbImage(WarmUpSide, WarmUpSide), 0);
        _networks.Describe(new RgbImage(_networks.Descriptor.Alignment.Side, _networks.Descriptor.Alignment.Side).Pixels, 1);
    }

    /// <summary>Closes the networks. What is being analysed is finished.</summary>
    public void Dispose() => _networks.Dispose();

    private IReadOnlyList<Face> Analyze(ImageInput input)
    {
        _networks.ThrowIfDisposed();
        return Analyze(input.Decode(Options.Decoding));
    }

    private IReadOnlyList<Face> Detect(ImageInput input)
    {
        _networks.ThrowIfDisposed();
        return Detect(input.Decode(Options.Decoding));
    }

    // What looks like a face from two sides may be a dog: where an upright box was refused, a turned one must be nearly certain.
    private static Face Doubted(Face face, IReadOnlyList<Face> upright) =>
        face.Refusal is not null || face.Score >= NearlyCertain || !upright.Any(other => other.Box.IoU(face.Box) > SamePlace)
            ? face
            : face with { Refusal = "it is found upright and turned, and neither is certain", Descriptor = default, Quality = null };

    private static IReadOnlyList<FoundFace> Find(bool isTurned, Func<double, IReadOnlyList<FoundFace>> find) =>
        isTurned ? [.. find(0), .. FindTurned(find)] : find(0);

    private static IEnumerable<FoundFace> FindTurned(Func<double, IReadOnlyList<FoundFace>> find) => FaceFinder.Orientations.SelectMany(find);

    private Face[] Describe(RgbImage image, IReadOnlyList<FoundFace> found)
    {
        var faces = new Face[found.Count];
        CoreWork.For(found.Count, Options.Threads, at => faces[at] = _describer.Describe(image, found[at]));
        return faces;
    }
}
