using System.Diagnostics;

namespace Graft.Runtime;

/// <summary>An item and the place of its answer.</summary>
internal sealed class Slot<TItem, TAnswer>(TItem item)
{
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TItem Item { get; } = item;

    /// <summary>What reading and decoding it took.</summary>
    public TimeSpan Decoding { get; private set; }

    /// <summary>Reads or decodes the item.</summary>
    public T Decode<T>(Func<TItem, T> decode)
    {
        var begun = Stopwatch.GetTimestamp();
        var decoded = decode(Item);
        Decoding += Stopwatch.GetElapsedTime(begun);
        return decoded;
    }

    /// <summary>The answer, or the failure in its place.</summary>
    public Task<TAnswer> Task => _answer.Task;

    /// <summary>The first answer or failure stays.</summary>
    public void Answer(TAnswer answer) => _answer.TrySetResult(answer);

    public void Fail(Exception failure)
    {
        if (_answer.TrySetException(failure)) _ = _answer.Task.Exception; // whoever stops early never looks at it
    }
}
