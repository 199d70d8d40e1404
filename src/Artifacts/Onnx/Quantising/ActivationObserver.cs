using System.Collections.Concurrent;

namespace Graft.Artifacts;

/// <summary>Sees the activations of a network that runs, to learn their ranges. Thread-safe.</summary>
internal sealed class ActivationObserver
{
    private readonly ConcurrentDictionary<string, ActivationHistogram> _histograms = [];

    /// <summary>Names of the outputs that are to be seen, filled when the network is written.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>Counts the values of one run.</summary>
    public void Add(string name, ReadOnlySpan<float> values)
    {
        var histogram = _histograms.GetOrAdd(name, _ => new ActivationHistogram());
        lock (histogram) histogram.Add(values);
    }

    /// <summary>The ranges of what was seen.</summary>
    public IReadOnlyDictionary<string, ActivationRange> Ranges(CalibrationMethod method) =>
        _histograms.ToDictionary(pair => pair.Key, pair => pair.Value.Range(method));
}
