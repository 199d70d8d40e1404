namespace Graft.Training;

/// <summary>Hears what happens, on the training thread. It gets facts and can change nothing.</summary>
public interface ITrainingObserver
{
    /// <summary>A phase begins, or goes on after a resume.</summary>
    void PhaseStarted(PhaseSummary phase);

    /// <summary>Images went through the frozen stages, once for the whole phase, before its first step.</summary>
    void FeaturesComputed(int done, int total);

    /// <summary>The optimizer has taken a step.</summary>
    void StepTaken(StepResult step);

    /// <summary>An epoch has ended and was validated.</summary>
    void EpochEnded(EpochResult epoch);

    /// <summary>A checkpoint lies whole on the disk.</summary>
    void CheckpointSaved(string path);

    /// <summary>Something the user should know: a choice made on this machine, or an explicit choice that will be slow.</summary>
    void Noted(string text, bool isWarning);
}
