using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Graft.Runtime;

/// <summary>Scores by the names of their classes, which all images share: four bytes a class and image instead of a table.</summary>
internal sealed class NamedScores(IReadOnlyList<string> names, IReadOnlyList<float> scores) : IReadOnlyDictionary<string, float>
{
    public int Count => names.Count;

    public IEnumerable<string> Keys => names;

    public IEnumerable<float> Values => scores;

    public float this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no class '{key}'.");

    public bool ContainsKey(string key) => names.Contains(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out float value)
    {
        for (var at = 0; at < names.Count; at++)
            if (names[at] == key)
            {
                value = scores[at];
                return true;
            }
        value = default;
        return false;
    }

    public IEnumerator<KeyValuePair<string, float>> GetEnumerator()
    {
        for (var at = 0; at < names.Count; at++) yield return new(names[at], scores[at]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
