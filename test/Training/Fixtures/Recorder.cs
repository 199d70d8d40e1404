using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>Keeps every fact, and can act on a step.</summary>
internal sealed class Recorder : ITrainingObserver
{
    public List<PhaseSummary> Phases { get; } = [];

    public List<StepResult> Steps { get; } = [];

    public List<EpochResult> Epochs { get; } = [];

    public List<(int Done, int Total)> Features { get; } = [];

    public List<string> Checkpoints { get; } = [];

    public List<string> Notes { get; } = [];

    public Action<StepResult>? OnStep { get; init; }

    public Action<string>? OnCheckpoint { get; init; }

    public void PhaseStarted(PhaseSummary phase) => Phases.Add(phase);

    public void FeaturesComputed(int done, int total) => Features.Add((done, total));

    public void StepTaken(StepResult step)
    {
        Steps.Add(step);
        OnStep?.Invoke(step);
    }

    public void EpochEnded(EpochResult epoch) => Epochs.Add(epoch);

    public void CheckpointSaved(string path)
    {
        Checkpoints.Add(path);
        OnCheckpoint?.Invoke(path);
    }

    public void Noted(string text, bool isWarning) => Notes.Add(text);
}
