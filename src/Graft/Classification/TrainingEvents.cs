using Graft.Reports;
using Graft.Training;

namespace Graft;

/// <summary>Turns the trainer's facts into events of the run.</summary>
internal sealed class TrainingEvents(TransferPlan plan, IProgress<RunEvent>? progress, double secondsLimit, (string Key, string Name)? figure = null) : ITrainingObserver
{
    private readonly (string Key, string Name) _figure = figure ?? (ClassificationFigures.Accuracy, "accuracy");
    private WorkClock? _clock;
    private string _phase = "";

    public List<EpochRecord> History { get; } = [];

    public void PhaseStarted(PhaseFacts phase)
    {
        _phase = NameOf(phase.Phase);
        var from = phase.Phase.TrainFrom == "head" ? "the head" : $"everything from {phase.Phase.TrainFrom}";
        var apart = phase.KeepsFeatures ? "; the frozen part is computed once" : phase.HasFrozenPrefix ? "; the frozen part runs without gradients" : "";
        progress?.Report(new RunEvent.Message($"phase {phase.Index + 1} of {plan.Phases.Count}: trains {from}, {phase.TrainedParameters:N0} parameters{apart}"));
        _clock = new WorkClock($"training ({_phase})", phase.TotalSteps, progress, secondsLimit);
    }

    public void StepTaken(StepFacts step) => _clock?.Advance(1);

    public void EpochEnded(EpochFacts epoch)
    {
        var row = new EpochRecord(epoch.Epoch, _phase, epoch.TrainLoss, epoch.Validation?.Loss, epoch.Validation?[_figure.Key], epoch.LearningRate) { Figure = _figure.Name };
        History.Add(row);
        progress?.Report(new RunEvent.Epoch(row));
    }

    public void FeaturesComputed(int done, int total) => progress?.Report(new RunEvent.Progress("features of the frozen part", done, total));

    public void CheckpointSaved(string path) { }

    public void Noted(string text, bool isWarning) => progress?.Report(new RunEvent.Message(text, isWarning));

    private static string NameOf(Phase phase) => phase.TrainFrom is "head" ? "head" : phase.TrainFrom is "stem" ? "all" : $"from {phase.TrainFrom}";
}
