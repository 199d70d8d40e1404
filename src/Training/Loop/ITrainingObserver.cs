namespace Graft.Training;

/// <summary>Hears what happens, on the training thread. It gets facts and can change nothing; what it does not care for it leaves out.</summary>
internal interface ITrainingObserver
{
    /// <summary>A phase begins, or goes on after a resume.</summary>
    void PhaseStarted(PhaseSummary phase) { }

    /// <summary>Images went through the frozen stages, once for the whole phase, before its first step.</summary>
    void FeaturesComputed(int done, int total) { }

    /// <summary>The optimizer has taken a step.</summary>
    void StepTaken(StepResult step) { }

    /// <summary>An epoch has ended and was validated.</summary>
    void EpochEnded(EpochResult epoch) { }

    /// <summary>A checkpoint lies whole on the disk.</summary>
    void CheckpointSaved(string path) { }

    /// <summary>Something the user should know: a choice made on this machine, or an explicit choice that will be slow.</summary>
    void Noted(string text, bool isWarning) { }
}

/// <summary>A phase as it begins.</summary>
/// <param name="Index">Position in the plan, from 0.</param>
/// <param name="Count">Phases in the plan.</param>
/// <param name="Phase">The phase.</param>
/// <param name="TrainedParameters">Values that are trained.</param>
/// <param name="TotalSteps">Optimizer steps it will take at most.</param>
/// <param name="HasFrozenPrefix">Whether stages before the trained ones run apart, without gradients.</param>
internal sealed record PhaseSummary(int Index, int Count, Phase Phase, long TrainedParameters, long TotalSteps, bool HasFrozenPrefix)
{
    /// <summary>Whether the prefix's output is computed once and kept.</summary>
    public bool KeepsFeatures { get; init; }

    /// <summary>Optimizer steps of it that were taken before a resume.</summary>
    public long StepsDone { get; init; }
}

/// <summary>An optimizer step.</summary>
/// <param name="Phase">Index of the phase, from 0.</param>
/// <param name="Epoch">Epoch counted through all phases, from 1.</param>
/// <param name="Step">Steps taken in this phase, from 1.</param>
/// <param name="TotalSteps">Steps of this phase.</param>
/// <param name="Loss">Mean loss of the step's images.</param>
/// <param name="LearningRate">Rate of the last stage.</param>
internal sealed record StepResult(int Phase, int Epoch, long Step, long TotalSteps, double Loss, double LearningRate);

/// <summary>A finished epoch.</summary>
/// <param name="Phase">Index of the phase, from 0.</param>
/// <param name="Epoch">Epoch counted through all phases, from 1.</param>
/// <param name="TrainLoss">Mean loss over the epoch's images, as optimised (smoothed, mixed, weighted).</param>
/// <param name="Validation">On the validation images; null without any.</param>
/// <param name="LearningRate">Rate of the last stage in the last step.</param>
/// <param name="Seconds">Duration, validation included.</param>
internal sealed record EpochResult(int Phase, int Epoch, double TrainLoss, ValidationMetrics? Validation, double LearningRate, double Seconds)
{
    /// <summary>Whether these weights are the best so far.</summary>
    public bool IsBest { get; init; }
}
