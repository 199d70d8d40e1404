namespace Graft.Runtime;

/// <summary>What waits of one key, in its order.</summary>
internal sealed class KeyLine
{
    private readonly LinkedList<ServingTicket> _tickets = new();

    /// <summary>When it had its last turn, as a number; 0 for never.</summary>
    public long Served { get; set; }

    /// <summary>Images.</summary>
    public int Count { get; private set; }

    /// <summary>Seconds of a worker.</summary>
    public double Cost { get; private set; }

    public ServingTicket? First => _tickets.First?.Value;

    public ServingTicket? Last => _tickets.Last?.Value;

    public void Add(ServingTicket ticket)
    {
        _tickets.AddLast(ticket);
        Count += ticket.Images;
        Cost += ticket.Cost;
    }

    public ServingTicket TakeFirst() => Remove(_tickets.First!);

    public ServingTicket TakeLast() => Remove(_tickets.Last!);

    private ServingTicket Remove(LinkedListNode<ServingTicket> node)
    {
        _tickets.Remove(node);
        Count -= node.Value.Images;
        Cost = _tickets.Count == 0 ? 0 : Math.Max(0, Cost - node.Value.Cost);
        return node.Value;
    }
}
