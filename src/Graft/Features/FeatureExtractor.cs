using System.Collections.Concurrent;
using System.Security.Cryptography;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft;

/// <summary>
/// Runs a network without its head, or up to some stage, over images. Decoding uses every core, then the network does: on shared cores that
/// is as fast as any overlap, and memory stays at one batch. What the cache knows is neither decoded nor computed.
/// </summary>
public sealed partial class FeatureExtractor : IDisposable
{
    // At the end of a batch's decoding and of its run one core waits for the other: the larger the batch, the less that costs.
    private const int DefaultBatch = 64;

    private readonly ParameterSet _parameters;
    private readonly Preprocess _preprocess;
    private IForwardFactory _factory;
    private readonly IFeatureStore? _store;
    private readonly int _batch;
    private readonly int _workers;
    private string _keyPrefix;
    private readonly Graph _graph;
    private readonly byte[] _pixels;
    private IForward? _forward;

    /// <summary>Prepares extraction; the network is loaded when the first image needs it.</summary>
    /// <param name="model">A model with its weights; its head is left out.</param>
    /// <param name="factory">The engine.</param>
    /// <param name="store">Cache, or null.</param>
    /// <param name="batch">Images per run of the network.</param>
    /// <param name="workers">Threads that decode; 0 for one per core.</param>
    /// <param name="stage">Where features are taken; null for <see cref="FeatureStage.Neck"/>.</param>
    /// <exception cref="GraftException">The network has no such stage.</exception>
    public FeatureExtractor(
        Pretrained model, IForwardFactory factory, IFeatureStore? store = null, int batch = DefaultBatch, int workers = 0, FeatureStage? stage = null)
        : this(
            (stage ?? FeatureStage.Neck).Of(model.Graph, model.Preprocess.Height, model.Preprocess.Width),
            model.Parameters, model.Preprocess, factory, workers, batch)
    {
        _store = store;
        _keyPrefix = $"{model.WeightsHash[..16]}/{model.Preprocess.Hash[..16]}/{_graph.Name}/{(stage ?? FeatureStage.Neck).Key}/";
    }

    /// <summary>Any graph, nothing cached: used for the logits of a network that has just been trained.</summary>
    internal FeatureExtractor(Graph graph, ParameterSet parameters, Preprocess preprocess, IForwardFactory factory, int workers = 0, int batch = DefaultBatch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        _graph = graph;
        _parameters = parameters;
        _preprocess = preprocess;
        _factory = factory;
        _batch = batch;
        _workers = workers > 0 ? workers : Environment.ProcessorCount;
        _keyPrefix = "";
        _pixels = new byte[_batch * ImageBytes];
    }

    /// <summary>Computes in 8 bits from now on, with ranges from these images.</summary>
    internal void Quantise(IReadOnlyList<string> paths, IProgress<RunEvent>? progress, CancellationToken cancellation) =>
        Quantise(Int8Features.Of(_graph, _parameters, _preprocess, paths, progress, cancellation));

    /// <summary>Computes in 8 bits from now on.</summary>
    internal void Quantise(Int8Features quantised)
    {
        _forward?.Dispose();
        (_factory, _keyPrefix, _forward) = (quantised, $"{_keyPrefix}{quantised.Key}/", null);
    }

    /// <summary>Features per image.</summary>
    public int Width => _graph.OutputChannels;

    private int ImageBytes => _preprocess.Width * _preprocess.Height * 3;

    /// <summary>Features of images in the order of their paths.</summary>
    /// <returns>paths.Count x <see cref="Width"/> floats.</returns>
    /// <exception cref="ImageException">An image cannot be read.</exception>
    public float[] Extract(IReadOnlyList<string> paths, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        Gather(paths.Count, Width, use => Extract(paths, use, progress, cancellation));

    /// <summary>All rows that come some at a time, one behind the other.</summary>
    internal static float[] Gather(int count, int width, Action<Action<ReadOnlyMemory<float>>> extract)
    {
        var features = new float[checked(count * width)];
        var done = 0;
        extract(rows =>
        {
            rows.Span.CopyTo(features.AsSpan(done));
            done += rows.Length;
        });
        return features;
    }

    /// <summary>Features of images in the order of their paths, in memory that does not grow with their number.</summary>
    /// <param name="paths">The images.</param>
    /// <param name="use">Gets one row of <see cref="Width"/> floats an image, some at a time; they are overwritten once it returns.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Stops after a batch.</param>
    /// <exception cref="ImageException">An image cannot be read.</exception>
    public void Extract(
        IReadOnlyList<string> paths, Action<ReadOnlyMemory<float>> use, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var features = new float[checked(Math.Min(_batch, paths.Count) * Width)];
        var clock = new WorkClock("features", paths.Count, progress);
        for (var start = 0; start < paths.Count; start += _batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(_batch, paths.Count - start);
            var rows = features.AsMemory(0, count * Width);
            ExtractBatch(paths, start, count, rows, cancellation);
            use(rows);
            clock.Advance(count);
        }
        _store?.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _forward?.Dispose();

    private void ExtractBatch(IReadOnlyList<string> paths, int start, int count, Memory<float> features, CancellationToken cancellation)
    {
        var keys = new string[count];
        var missing = new bool[count];
        ForEach(count, cancellation, index =>
        {
            var path = paths[start + index];
            if (_store is null)
            {
                _preprocess.LoadInto(path, _pixels.AsSpan(index * ImageBytes, ImageBytes));
                missing[index] = true;
                return;
            }
            var bytes = ReadFile(path);
            keys[index] = _keyPrefix + Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (_store.TryRead(keys[index], features.Span.Slice(index * Width, Width))) return;
            _preprocess.Load(bytes, path).Pixels.CopyTo(_pixels.AsSpan(index * ImageBytes));
            missing[index] = true;
        });
        RunMissing(missing, keys, features.Span);
    }

    private void RunMissing(bool[] missing, string[] keys, Span<float> features)
    {
        var rows = Enumerable.Range(0, missing.Length).Where(index => missing[index]).ToArray();
        if (rows.Length == 0) return;
        for (var i = 0; i < rows.Length; i++) // close the gaps the cache left
            if (rows[i] != i) _pixels.AsSpan(rows[i] * ImageBytes, ImageBytes).CopyTo(_pixels.AsSpan(i * ImageBytes));
        _forward ??= _factory.Create(_graph, _parameters, _preprocess);
        var packed = rows.Length == missing.Length ? features : new float[rows.Length * Width];
        _forward.Run(_pixels.AsSpan(0, rows.Length * ImageBytes), rows.Length, packed);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = packed.Slice(i * Width, Width);
            if (rows.Length != missing.Length) row.CopyTo(features.Slice(rows[i] * Width, Width));
            _store?.Write(keys[rows[i]], row);
        }
    }

    private void ForEach(int count, CancellationToken cancellation, Action<int> action)
    {
        try
        {
            // one image at a time: images take so long that handing out several at once only makes cores wait for each other
            var one = Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering);
            Parallel.ForEach(one, new ParallelOptions { MaxDegreeOfParallelism = _workers, CancellationToken = cancellation }, action);
        }
        catch (AggregateException failures)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(
                failures.InnerExceptions.OfType<GraftException>().FirstOrDefault() ?? failures.InnerExceptions[0]);
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException failure)
        {
            throw new GraftException($"'{path}' cannot be read: {failure.Message}", cure: "Check the file and its permissions.", inner: failure);
        }
    }
}
