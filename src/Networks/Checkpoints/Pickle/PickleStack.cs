namespace Graft.Networks;

/// <summary>The pickle machine's stack and memo, with every underflow an error that names the file.</summary>
internal sealed class PickleStack(CheckpointFile file)
{
    private static readonly object _mark = new();
    private readonly List<object?> _values = [];
    private readonly Dictionary<long, object?> _memo = [];

    public void Push(object? value) => _values.Add(value);

    public void Mark() => _values.Add(_mark);

    public object? Pop()
    {
        var value = Top();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    public object? Top() => _values.Count > 0 && !ReferenceEquals(_values[^1], _mark)
        ? _values[^1]
        : throw file.Damaged("its pickle takes more than it has put.");

    public T Top<T>() where T : class => Top() as T ?? throw file.Damaged("its pickle fills something that cannot be filled.");

    /// <summary>Everything above the last mark; the mark goes too.</summary>
    public object?[] PopToMark()
    {
        var mark = _values.FindLastIndex(value => ReferenceEquals(value, _mark));
        if (mark < 0) throw file.Damaged("its pickle goes back to a mark it has not set.");
        var values = _values[(mark + 1)..].ToArray();
        _values.RemoveRange(mark, _values.Count - mark);
        return values;
    }

    public object?[] PopMany(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--) values[i] = Pop();
        return values;
    }

    public void Remember(long place) => _memo[place] = Top();

    public void Remember() => _memo[_memo.Count] = Top();

    public void Recall(long place) => Push(_memo.TryGetValue(place, out var value)
        ? value
        : throw file.Damaged("its pickle recalls what it has not remembered."));
}
