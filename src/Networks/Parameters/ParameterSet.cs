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

    /// <summary>Compares names and shapes with a graph's: engines take a tensor of one value for a bias of ten without a word.</summary>
    /// <exception cref="ProblemsException">With every missing or misshapen parameter.</exception>
    internal void Require(Graph graph)
    {
        List<Problem> problems = [];
        foreach (var spec in graph.Parameters)
            if (!TryGetValue(spec.Name, out var tensor))
                problems.Add(new(spec.Name, "It is missing.", "Load or initialise it."));
            else if (tensor.Data.Length != spec.Count || !tensor.Shape.SequenceEqual(spec.Shape) && spec.Role != ParameterRole.BatchCount)
                problems.Add(new(spec.Name, $"It is [{string.Join(", ", tensor.Shape)}] where [{string.Join(", ", spec.Shape)}] is needed.",
                    "Load the weights of this network."));
        if (problems.Count > 0) throw new ProblemsException($"The set of parameters for {graph.Name}", problems);
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out HostTensor value) => _tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, HostTensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
