using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>Keeps every fact, and can act on a step.</summary>
internal sealed class Recorder : ITrainingObserver
{
    public List<PhaseFacts> Phases { get; } = [];

    public List<StepFacts> Steps { get; } = [];

    public List<EpochFacts> Epochs { get; } = [];

    public List<(int Done, int Total)> Features { get; } = [];

    public List<string> Checkpoints { get; } = [];

    public List<string> Notes { get; } = [];

    public Action<StepFacts>? OnStep { get; init; }

    public Action<string>? OnCheckpoint { get; init; }

    public void PhaseStarted(PhaseFacts phase) => Phases.Add(phase);

    public void FeaturesComputed(int done, int total) => Features.Add((done, total));

    public void StepTaken(StepFacts step)
    {
        Steps.Add(step);
        OnStep?.Invoke(step);
    }

    public void EpochEnded(EpochFacts epoch) => Epochs.Add(epoch);

    public void CheckpointSaved(string path)
    {
        Checkpoints.Add(path);
        OnCheckpoint?.Invoke(path);
    }

    public void Noted(string text, bool isWarning) => Notes.Add(text);
}
