using System.Collections;
using System.Diagnostics;

namespace Graft.Runtime;

/// <summary>
/// Whose turn it is: of the keys that wait, the one that was served longest ago. One that asks seldom comes before one that always waits; one that asks again
/// as soon as it is answered comes behind.
/// </summary>
internal sealed class KeyTurns : IEnumerable<KeyLine>
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly LinkedList<KeyLine> _waiting = new();
    private readonly Dictionary<string, KeyLine> _lines = [];
    private string? _latest;
    private long? _changed;
    private long _served;

    /// <summary>Whether several keys have asked of late: what one of them has computed is time that another waits.</summary>
    public bool IsShared => _changed is { } at && Stopwatch.GetElapsedTime(at) < Remembered;

    /// <summary>Whose turn it is; null when nobody waits.</summary>
    public KeyLine? First => _waiting.First?.Value;

    /// <summary>What waits of a key; null when nothing does.</summary>
    public KeyLine? Find(string key) => _lines.GetValueOrDefault(key) is { First: not null } line ? line : null;

    public void Add(string key, ServingTicket ticket)
    {
        if (!_lines.TryGetValue(key, out var line)) line = _lines[key] = new KeyLine();
        if (_latest is not null && _latest != key) _changed = Stopwatch.GetTimestamp();
        _latest = key;
        if (line.First is null) Insert(line);
        line.Add(ticket);
    }

    /// <summary>Takes a key's first, which was its turn.</summary>
    public ServingTicket Serve(KeyLine line)
    {
        line.Served = ++_served;
        _waiting.Remove(line);
        var ticket = line.TakeFirst();
        if (line.First is not null) _waiting.AddLast(line);
        return ticket;
    }

    /// <summary>Takes a key's first away, which is no turn of it.</summary>
    public ServingTicket DropFirst(KeyLine line) => Drop(line, line.TakeFirst());

    /// <summary>Takes a key's last away.</summary>
    public ServingTicket DropLast(KeyLine line) => Drop(line, line.TakeLast());

    /// <inheritdoc/>
    public IEnumerator<KeyLine> GetEnumerator() => _waiting.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ServingTicket Drop(KeyLine line, ServingTicket ticket)
    {
        if (line.First is null) _waiting.Remove(line);
        return ticket;
    }

    private void Insert(KeyLine line)
    {
        var later = _waiting.First;
        while (later is not null && later.Value.Served <= line.Served) later = later.Next;
        if (later is null) _waiting.AddLast(line);
        else _waiting.AddBefore(later, line);
    }
}
