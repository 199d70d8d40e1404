using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Graft.Networks;

/// <summary>Values of a graph's parameters by name, in the graph's order.</summary>
public sealed class ParameterSet : IReadOnlyDictionary<string, HostTensor>
{
    private readonly OrderedDictionary<string, HostTensor> _tensors = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public HostTensor this[string key] => _tensors.TryGetValue(key, out var tensor)
        ? tensor
        : throw new KeyNotFoundException($"No parameter is called '{key}'.");

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _tensors.Keys;

    /// <inheritdoc/>
    public IEnumerable<HostTensor> Values => _tensors.Values;

    /// <inheritdoc/>
    public int Count => _tensors.Count;

    /// <summary>Adds or replaces a tensor.</summary>
    public void Set(string name, HostTensor tensor) => _tensors[name] = tensor;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out HostTensor value) => _tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, HostTensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
