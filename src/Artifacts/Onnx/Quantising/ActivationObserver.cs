using System.Collections.Concurrent;

namespace Graft.Artifacts;

/// <summary>Sees the activations of a network that runs, to learn their ranges. Thread-safe.</summary>
internal sealed class ActivationObserver : IActivationObserver
{
    private readonly ConcurrentDictionary<string, ActivationHistogram> _histograms = [];

    /// <summary>As <see cref="IActivationObserver.Names"/>; filled when the network is written.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <inheritdoc/>
    public void Add(string name, ReadOnlySpan<float> values)
    {
        var histogram = _histograms.GetOrAdd(name, _ => new ActivationHistogram());
        lock (histogram) histogram.Add(values);
    }

    /// <summary>The ranges of what was seen.</summary>
    public IReadOnlyDictionary<string, ActivationRange> Ranges(CalibrationMethod method) =>
        _histograms.ToDictionary(pair => pair.Key, pair => pair.Value.Range(method));
}
