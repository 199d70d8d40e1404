using System.Runtime.ExceptionServices;

namespace Graft.Runtime;

/// <summary>A loop on several cores.</summary>
internal static class CoreWork
{
    /// <summary>Runs <paramref name="body"/> for 0 .. count - 1; what it throws is thrown as it is and not as one of several.</summary>
    public static void For(int count, int cores, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = cores }, body);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}
