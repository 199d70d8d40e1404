namespace Graft.Runtime;

/// <summary>Work on a list with several cores, answered in order, only a few items ahead.</summary>
internal static class OrderedWork
{
    /// <summary>The answers in the order of the items; what fails throws when its turn comes.</summary>
    public static IEnumerable<TAnswer> Run<TItem, TAnswer>(IEnumerable<TItem> items, int workers, Func<TItem, TAnswer> work)
    {
        var cores = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        var running = new Queue<Task<TAnswer>>();
        try
        {
            foreach (var item in items)
            {
                running.Enqueue(Task.Factory.StartNew(() => work(item), CancellationToken.None, TaskCreationOptions.None, cores));
                if (running.Count >= 2 * workers) yield return running.Dequeue().GetAwaiter().GetResult();
            }
            while (running.TryDequeue(out var next)) yield return next.GetAwaiter().GetResult();
        }
        finally
        {
            // whoever stops early may dispose what the work uses
            Task.WhenAll(running).ContinueWith(done => done.Exception, TaskScheduler.Default).Wait();
        }
    }
}
