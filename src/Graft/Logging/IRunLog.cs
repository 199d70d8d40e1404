namespace Graft;

/// <summary>How a run ends, for those who keep its numbers elsewhere.</summary>
internal enum RunEnd
{
    /// <summary>With its model file.</summary>
    Finished,

    /// <summary>Stopped by the user; it may be resumed.</summary>
    Stopped,

    /// <summary>By an error.</summary>
    Failed,
}

/// <summary>
/// Another place where the numbers of a run are kept (<c>--log</c>). No call waits for a network or throws: a training neither ends nor gets slower because
/// nobody takes its numbers.
/// </summary>
internal interface IRunLog : IDisposable
{
    /// <summary>Takes numbers.</summary>
    /// <param name="step">Where they belong: a step of the optimizer, counted through all phases, or an epoch.</param>
    /// <param name="values">By name.</param>
    void Scalars(long step, IReadOnlyDictionary<string, double> values);

    /// <summary>A resumed run takes this step again: what was kept of it and of later ones by a process that was ended is not of the run.</summary>
    /// <param name="step">The first step after the checkpoint.</param>
    void GoesOn(long step);

    /// <summary>Nothing more comes; waits for seconds at most.</summary>
    /// <param name="end">How the run ended.</param>
    /// <returns>What was not kept, and why; null where all was.</returns>
    string? End(RunEnd end);
}
