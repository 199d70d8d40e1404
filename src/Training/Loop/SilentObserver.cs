namespace Graft.Training;

/// <summary>Hears everything and says nothing.</summary>
public sealed class SilentObserver : ITrainingObserver
{
    /// <summary>The only one.</summary>
    public static SilentObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void PhaseStarted(PhaseSummary phase) { }

    /// <inheritdoc/>
    public void FeaturesComputed(int done, int total) { }

    /// <inheritdoc/>
    public void StepTaken(StepResult step) { }

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch) { }

    /// <inheritdoc/>
    public void CheckpointSaved(string path) { }

    /// <inheritdoc/>
    public void Noted(string text, bool isWarning) { }
}
