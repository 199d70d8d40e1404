namespace Graft.Training;

/// <summary>Hears everything and says nothing.</summary>
public sealed class SilentObserver : ITrainingObserver
{
    /// <summary>The only one.</summary>
    public static SilentObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void PhaseStarted(PhaseFacts phase) { }

    /// <inheritdoc/>
    public void FeaturesComputed(int done, int total) { }

    /// <inheritdoc/>
    public void StepTaken(StepFacts step) { }

    /// <inheritdoc/>
    public void EpochEnded(EpochFacts epoch) { }

    /// <inheritdoc/>
    public void CheckpointSaved(string path) { }

    /// <inheritdoc/>
    public void Noted(string text, bool isWarning) { }
}
