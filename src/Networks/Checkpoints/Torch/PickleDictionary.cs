namespace Graft.Networks;

/// <summary>A dict or OrderedDict of a pickle: pairs in order; keys may be anything.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];

    /// <summary>The last value set under a text key.</summary>
    public object? this[string key] => Items.FindLast(pair => pair.Key is string name && name == key).Value;
}
