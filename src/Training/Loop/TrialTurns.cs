using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Steps of a job for a trial, each turn from the job's start on its first images, with its own losses and optimizer. Parameters, order and kept features of
/// the job are those of before: nothing of it is written, and every random number comes from the seed and the batch's place.
/// </summary>
internal sealed class TrialTurns
{
    /// <summary>Steps of a turn; the first one fills the memory that the next one uses again.</summary>
    public const int Steps = 2;

    private readonly TrainingJob _job;
    private readonly CancellationToken _cancellation;
    private IReadOnlyList<Batch>? _batches;

    /// <param name="job">The job; the phase that trains the largest part is tried.</param>
    /// <param name="cancellation">Ends a turn after the step under way.</param>
    public TrialTurns(TrainingJob job, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        _job = job with
        {
            Phases = [PhaseOf(job)],
            Validation = null,
            Features = null,
            CheckpointFolder = null,
            Resume = false,
            Collective = OneProcess.Instance,
            Options = job.Options with { FeatureMemory = 0, AccumulateBatches = 1 },
        };
    }

    /// <summary>The phase that trains the largest part of the network.</summary>
    public static Phase PhaseOf(TrainingJob job)
    {
        var order = job.Graph.Stages.Select(stage => stage.Name).ToList();
        return job.Phases.MinBy(phase => order.IndexOf(phase.TrainFrom))!;
    }

    /// <summary>Takes the steps.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Turn Take(TorchGraphOptions way)
    {
        var run = new TrainingRun(_job, way);
        using var phase = run.OpenPhase();
        _batches ??= phase.FirstBatches(Steps);
        List<double> losses = [];
        var turn = new Turn(0, losses);
        foreach (var batch in _batches)
        {
            _cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var copy = batch.Copy(); // mixing writes into it
            var before = run.Progress.LossSum;
            var clock = new TurnClock();
            if (phase.Learn(copy)) phase.Step();
            var times = clock.Stop();
            turn = new Turn(times.Seconds, losses) { ProcessorSeconds = times.ProcessorSeconds, OtherPrograms = times.OtherPrograms };
            losses.Add((run.Progress.LossSum - before) / batch.Count);
        }
        return turn;
    }
}
