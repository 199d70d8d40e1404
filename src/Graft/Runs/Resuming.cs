using Graft.Tasks;

namespace Graft;

/// <summary>Going on with a run from its folder alone.</summary>
internal static class Resuming
{
    /// <summary>Reads the run's request, changes it, and goes on.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="task">Makes the task of a request.</param>
    /// <param name="change">What the user changed; null for nothing.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops after the step under way and leaves a checkpoint.</param>
    public static TrainResult<TReport> Run<TRequest, TReport>(
        string path, Func<TRequest, IRunTask<TReport>> task, Func<TRequest, TRequest>? change, IProgress<RunEvent>? progress, CancellationToken cancellation)
        where TRequest : TrainRequest
        where TReport : EvaluationReport
    {
        var run = RunFolder.Open(path);
        RunFolder.RequireResumable(run);
        var original = RunArguments.Read(run);
        if (original is not TRequest request)
            throw new GraftException($"'{path}' is a run of the task '{original.Task.Name()}'.", cure: $"Resume it as that: `{run.ResumeCommand}`.");
        var changed = change?.Invoke(request) ?? request;
        return Graft.Run.Continue(() => RunFolder.OpenToResume(path), task(changed), () => RunArguments.ChangesOf(original, changed), progress, cancellation);
    }
}
