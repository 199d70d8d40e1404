using System.Runtime.CompilerServices;

namespace Graft.Runtime;

/// <summary>
/// Work on a sequence with several cores, answered in order. An answer is handed on as soon as it and those before it are there, however long the source
/// takes for its next item; only a few items are read ahead, and none once the consumer has stopped.
/// </summary>
internal static class OrderedWork
{
    /// <summary>The answers in the order of the items; what fails throws when its turn comes.</summary>
    /// <param name="items">Read on a thread of their own.</param>
    /// <param name="limits">How much is worked on at once.</param>
    /// <param name="work">Answers every slot of a batch; an exception is the failure of those it has not answered.</param>
    public static IEnumerable<TAnswer> Run<TItem, TAnswer>(IEnumerable<TItem> items, WorkLimits limits, Action<IReadOnlyList<Slot<TItem, TAnswer>>> work)
    {
        var run = new OrderedRun<TItem, TAnswer>(limits, work);
        run.Read(items);
        try
        {
            while (run.Next(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } slot) yield return slot.Task.Result;
        }
        finally
        {
            run.Stop().GetAwaiter().GetResult();
        }
    }

    /// <summary>As <see cref="Run"/>, without a thread that waits; cancelling stops it between answers.</summary>
    /// <param name="start">Begins to read the source.</param>
    /// <param name="limits">How much is worked on at once.</param>
    /// <param name="work">Answers every slot of a batch.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async IAsyncEnumerable<TAnswer> RunAsync<TItem, TAnswer>(
        Action<OrderedRun<TItem, TAnswer>> start,
        WorkLimits limits,
        Action<IReadOnlyList<Slot<TItem, TAnswer>>> work,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var run = new OrderedRun<TItem, TAnswer>(limits, work);
        start(run);
        try
        {
            while (await run.Next(cancellation).ConfigureAwait(false) is { } slot) yield return slot.Task.Result;
        }
        finally
        {
            await run.Stop().ConfigureAwait(false);
        }
    }
}
