using Graft.Reports;
using Graft.Training;

namespace Graft;

/// <summary>Turns the trainer's facts into events of the run.</summary>
internal sealed class TrainingEvents(TransferPlan plan, IProgress<RunEvent>? progress, double secondsLimit, (string Key, string Name) metric)
    : ITrainingObserver
{
    private WorkClock? _clock;
    private long _before; // steps of the phases before this one, all of which have as many an epoch

    /// <summary>Hears of every step, after it.</summary>
    public Action<LastStep> StepTakenTo { get; init; } = _ => { };

    /// <summary>The step taken last, that before a resume included.</summary>
    public LastStep Last { get; private set; } = new(0, 0);

    /// <summary>A training's epochs, those before a resume included.</summary>
    public IReadOnlyList<EpochRecord> RecordsOf(TrainingResult result) => [.. result.History.Select(RecordOf)];

    public void PhaseStarted(PhaseSummary phase)
    {
        var from = phase.Phase.TrainFrom == "head" ? "the head" : $"everything from {phase.Phase.TrainFrom}";
        var apart = phase.KeepsFeatures ? "; the frozen part is computed once" : phase.HasFrozenPrefix ? "; the frozen part runs without gradients" : "";
        progress?.Report(new RunEvent.Message(
            $"phase {phase.Index + 1} of {plan.Phases.Count}: trains {from}, {phase.TrainedParameters:N0} parameters{apart}"));
        _before = phase.TotalSteps / Math.Max(1, phase.Phase.Epochs) * plan.Phases.Take(phase.Index).Sum(earlier => (long)earlier.Epochs);
        if (phase.StepsDone > 0) Last = new LastStep(phase.Index, phase.StepsDone);
        _clock = new WorkClock($"training ({NameOf(phase.Phase)})", phase.TotalSteps, progress, secondsLimit, phase.StepsDone);
    }

    public void StepTaken(StepResult step)
    {
        _clock?.Advance(1);
        (progress as EventLog)?.Step(step, _before + step.Step);
        StepTakenTo(Last = new LastStep(step.Phase, step.Step));
    }

    public void EpochEnded(EpochResult epoch) => progress?.Report(new RunEvent.Epoch(RecordOf(epoch)));

    public void FeaturesComputed(int done, int total) => progress?.Report(new RunEvent.Progress("features of the frozen part", done, total));

    public void Noted(string text, bool isWarning) => progress?.Report(new RunEvent.Message(text, isWarning));

    private EpochRecord RecordOf(EpochResult epoch) =>
        new(epoch.Epoch, NameOf(plan.Phases[epoch.Phase]), epoch.TrainLoss, epoch.Validation?.Loss, epoch.Validation?[metric.Key], epoch.LearningRate)
        {
            Metric = metric.Name,
            IsBest = epoch.IsBest,
        };

    private static string NameOf(Phase phase) => phase.TrainFrom is "head" ? "head" : phase.TrainFrom is "stem" ? "all" : $"from {phase.TrainFrom}";
}
