using System.Collections.Concurrent;

namespace Graft.Artifacts;

/// <summary>Sees the activations of a network that runs, to learn their ranges. Thread-safe.</summary>
internal sealed class ActivationObserver : IActivationObserver
{
    private readonly ConcurrentDictionary<string, ActivationHistogram> _histograms = [];
    private long _bytes;

    /// <summary>As <see cref="IActivationObserver.Names"/>; filled when the network is written.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>Bytes of all values so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc/>
    public void Add(string name, ReadOnlySpan<float> values)
    {
        Interlocked.Add(ref _bytes, (long)values.Length * sizeof(float));
        var histogram = _histograms.GetOrAdd(name, _ => new ActivationHistogram());
        lock (histogram) histogram.Add(values);
    }

    /// <summary>The ranges of what was seen.</summary>
    public IReadOnlyDictionary<string, ActivationRange> Ranges(CalibrationMethod method) =>
        _histograms.ToDictionary(pair => pair.Key, pair => pair.Value.Range(method));
}
