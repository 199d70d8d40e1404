using System.Collections.Concurrent;
using Graft.Artifacts;

namespace Graft.Training;

/// <summary>Outputs of a frozen prefix: in memory up to a limit, beyond that in the store, if there is one. Thread-safe.</summary>
internal sealed class FeatureMemory(IImageSource source, IFeatureStore? store, Lazy<string> keyPrefix, long limit)
{
    private readonly ConcurrentDictionary<int, float[]> _kept = new();
    private long _used, _length;

    /// <summary>Whether images are the same in every epoch, so that keeping their features makes sense.</summary>
    public bool Keeps { get; } = source.Count > 0 && source.ContentHashOf(0) is not null;

    /// <summary>Whether nothing more can be kept.</summary>
    public bool IsFull => store is null && Interlocked.Read(ref _used) >= limit - _length;

    /// <summary>Fills an image's features if they are known.</summary>
    public bool TryRead(int index, Span<float> destination)
    {
        if (_kept.TryGetValue(index, out var kept))
        {
            kept.CopyTo(destination);
            return true;
        }
        if (store is null || Key(index) is not { } key || !store.TryRead(key, destination)) return false;
        Keep(index, destination);
        return true;
    }

    /// <summary>Keeps an image's features, unless its content changes from epoch to epoch.</summary>
    public void Write(int index, ReadOnlySpan<float> features)
    {
        if (source.ContentHashOf(index) is null) return;
        Keep(index, features);
        if (store is not null && Key(index) is { } key) store.Write(key, features);
    }

    /// <summary>Makes what is in the store last.</summary>
    public void Flush() => store?.Flush();

    private string? Key(int index) => source.ContentHashOf(index) is { } hash ? $"{keyPrefix.Value}/{hash}" : null;

    private void Keep(int index, ReadOnlySpan<float> features)
    {
        _length = 4L * features.Length;
        if (Interlocked.Add(ref _used, 4L * features.Length) <= limit) _kept[index] = features.ToArray();
        else Interlocked.Add(ref _used, -4L * features.Length);
    }
}
