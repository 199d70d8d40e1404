using System.Diagnostics;
using Graft.Training;

namespace Graft;

/// <summary>Training by gradient, for every task: the time limit, the events, and what a reader should know of how it ended.</summary>
internal static class GradientFit
{
    /// <summary>Trains until the epochs are done, nothing gets better, the time is over or it is cancelled.</summary>
    /// <param name="request">Its limit, and the metric shown after every epoch.</param>
    /// <param name="job">What the trainer is given.</param>
    /// <param name="plan">The phases, with their names.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    /// <exception cref="GraftException">Bad options, unreadable images, or a loss that is not finite.</exception>
    public static FitResult Run(TrainRequest request, TrainingJob job, TransferPlan plan, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var last = request.Replay?.LastStep; // a limit is repeated by its step, not by the clock
        using var limit = job.Collective.Rank > 0 ? null // the clock of rank 0 decides for all
            : request.SecondsLimit is { } seconds ? new CancellationTokenSource(TimeSpan.FromSeconds(seconds))
            : last is not null ? new CancellationTokenSource() : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit?.Token ?? default);
        var observer = new TrainingEvents(plan, progress, request.SecondsLimit ?? double.PositiveInfinity, request.ShownMetric)
        {
            StepTakenTo = step => { if (step == last) limit!.Cancel(); },
        };
        if (last is { Phase: 0, Step: 0 }) limit?.Cancel();
        if (request.SecondsLimit is { } most) job = job with { Trial = job.Trial with { SecondsLimit = most } };
        var result = new Trainer().Train(job, observer, either.Token);
        List<string> notes = [];
        if (result.Stopped == StopReason.NoImprovement) notes.Add("stopped early: the monitored metric did not improve");
        if (limit?.IsCancellationRequested == true) notes.Add("stopped at the time limit");
        return new FitResult(result.Best, observer.RecordsOf(result), watch.Elapsed, notes)
        {
            Metrics = result.BestMetrics,
            Engine = result.Engine,
            LastStep = limit?.IsCancellationRequested == true ? observer.Last : null,
            Candidates = result.History.All(epoch => epoch.Validation?.Answers is not null)
                ? [.. result.History.Select(epoch => epoch.Validation!.Answers!)] : [],
            IsCancelled = cancellation.IsCancellationRequested
                || result.Stopped == StopReason.Cancelled && limit?.IsCancellationRequested != true, // on another rank
        };
    }
}
