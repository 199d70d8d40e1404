namespace Graft.Artifacts;

/// <summary>Keeps outputs of frozen prefixes by key (image, weights, preprocessing, stage). Thread-safe.</summary>
public interface IFeatureStore
{
    /// <summary>Fills <paramref name="values"/> and answers true, or answers false when the key is unknown or of another length.</summary>
    bool TryRead(string key, Span<float> values);

    /// <summary>Keeps values; the oldest go when the store is full.</summary>
    void Write(string key, ReadOnlySpan<float> values);

    /// <summary>Makes what was written so far last beyond this process, where the store does; nothing else may be lost without it.</summary>
    void Flush() { }
}
