namespace Graft;

/// <summary>A run whose folder is open.</summary>
/// <param name="Subject">What is trained.</param>
/// <param name="Fit">Its place.</param>
/// <param name="Log">Its events.</param>
internal sealed record RunBegun(RunSubject Subject, RunFit Fit, EventLog Log) : IDisposable
{
    /// <summary>Takes the folder back, where this run made it.</summary>
    public void Discard()
    {
        Log.Dispose();
        Fit.Folder.Discard();
    }

    public void Dispose()
    {
        Log.Dispose();
        Fit.Folder.Dispose();
    }
}
