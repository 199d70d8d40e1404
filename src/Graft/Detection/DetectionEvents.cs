using Graft.Reports;
using Graft.Training;

namespace Graft;

/// <summary>Turns the trainer's facts into events of a detector's run.</summary>
internal sealed class DetectionEvents(IProgress<RunEvent>? progress, double secondsLimit) : ITrainingObserver
{
    private WorkClock? _clock;
    private string _phase = "";

    /// <summary>Epochs; the accuracy of each is AP50.</summary>
    public List<EpochRecord> History { get; } = [];

    public void PhaseStarted(PhaseFacts phase)
    {
        _phase = phase.Phase.TrainFrom is "head" ? "head" : phase.Phase.TrainFrom is "stem" ? "all" : $"from {phase.Phase.TrainFrom}";
        progress?.Report(new RunEvent.Message($"phase {phase.Index + 1} of {phase.Count}: {phase.TrainedParameters:N0} parameters are trained ({_phase})"));
        _clock = new WorkClock($"training ({_phase})", phase.TotalSteps, progress, secondsLimit);
    }

    public void StepTaken(StepFacts step) => _clock?.Advance(1);

    public void EpochEnded(EpochFacts epoch)
    {
        var row = new EpochRecord(epoch.Epoch, _phase, epoch.TrainLoss, epoch.Validation?.Loss, epoch.Validation?[DetectionTask.AP50], epoch.LearningRate);
        History.Add(row);
        progress?.Report(new RunEvent.Epoch(row));
    }

    public void FeaturesComputed(int done, int total) { }

    public void CheckpointSaved(string path) { }

    public void Noted(string text, bool isWarning) => progress?.Report(new RunEvent.Message(text, isWarning));
}
