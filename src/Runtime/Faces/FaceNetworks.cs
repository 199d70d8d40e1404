using System.Numerics;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>The three networks of an analyzer. Thread-safe; each call runs on the calling thread alone.</summary>
internal sealed class FaceNetworks : IDisposable
{
    private readonly DetectorSession _detector;
    private readonly OnnxForward _landmarks;
    private readonly float _threshold;
    private long _detections, _crops, _chips;

    /// <exception cref="GraftException">A file of weights is missing or another one, or the user's own descriptor is none.</exception>
    public FaceNetworks(FaceAnalyzerOptions options)
    {
        var runtime = new RuntimeOptions { Threads = 1 };
        var detector = FaceCatalogue.Find(options.Detector switch
        {
            FaceDetector.SsdMobileNet => "ssd_mobilenetv1_model",
            FaceDetector.Tiny => "tiny_face_detector_model",
            var other => throw new GraftException($"{nameof(FaceAnalyzerOptions.Detector)} is {other}.", "SsdMobileNet or Tiny is expected."),
        });
        var (graph, parameters) = detector.Load();
        (DetectorSide, _threshold) = (detector.Preprocess.Width, (float)options.ScoreThreshold);
        _detector = new DetectorSession(FaceDetectorOnnxWriter.ToBytes(detector, graph, parameters), detector.Name, runtime);
        try
        {
            _landmarks = Open(FaceCatalogue.Default(FaceNetworkKind.Landmarks), runtime);
            Descriptor = options.Descriptor is { } file ? DescriptorFile.Open(file, runtime) : Bundled(runtime);
        }
        catch
        {
            _landmarks?.Dispose();
            _detector.Dispose();
            throw;
        }
    }

    /// <summary>Side of the detector's input in pixels.</summary>
    public int DetectorSide { get; }

    /// <summary>Inputs that each network has answered so far.</summary>
    public (long Detections, long Crops, long Chips) Answered =>
        (Interlocked.Read(ref _detections), Interlocked.Read(ref _crops), Interlocked.Read(ref _chips));

    /// <summary>The network that describes.</summary>
    public IDescriptorNetwork Descriptor { get; }

    /// <summary>Faces on one input of <see cref="DetectorSide"/>, in its pixels, the surest first; boxes may reach over the edges.</summary>
    public IReadOnlyList<Detection> Detect(ReadOnlySpan<byte> input)
    {
        Interlocked.Increment(ref _detections);
        return _detector.Run(input, 1, (DetectorSide, DetectorSide), (_threshold, null), real: null, CancellationToken.None)[0];
    }

    /// <summary>The 68 landmarks of each crop, as shares of its side.</summary>
    public Vector2[][] Landmarks(ReadOnlySpan<byte> crops, int count)
    {
        Interlocked.Add(ref _crops, count);
        var values = new float[count * 2 * FaceShape.Count];
        _landmarks.RunHere(crops, count, values, CancellationToken.None);
        return [.. Enumerable.Range(0, count).Select(crop => Enumerable.Range(crop * FaceShape.Count, FaceShape.Count)
            .Select(i => new Vector2(values[2 * i], values[2 * i + 1])).ToArray())];
    }

    /// <summary>Descriptors of aligned faces, one after the other.</summary>
    public float[] Describe(ReadOnlySpan<byte> chips, int count)
    {
        Interlocked.Add(ref _chips, count);
        var descriptors = new float[count * Descriptor.Contract.Dimension];
        Descriptor.Describe(chips, count, descriptors);
        return descriptors;
    }

    /// <exception cref="ObjectDisposedException">They were disposed.</exception>
    public void ThrowIfDisposed() => _detector.Native.ThrowIfDisposed();

    public void Dispose()
    {
        _detector.Dispose();
        _landmarks.Dispose();
        Descriptor.Dispose();
    }

    private static BundledDescriptor Bundled(RuntimeOptions runtime)
    {
        var network = FaceCatalogue.Default(FaceNetworkKind.Descriptor);
        return new BundledDescriptor(network, Open(network, runtime));
    }

    private static OnnxForward Open(FaceNetwork network, RuntimeOptions runtime)
    {
        var (graph, parameters) = network.Load();
        return (OnnxForward)new OnnxForwardFactory(runtime).Create(graph, parameters, network.Preprocess);
    }
}
