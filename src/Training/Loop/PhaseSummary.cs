namespace Graft.Training;

/// <summary>A phase as it begins.</summary>
/// <param name="Index">Position in the plan, from 0.</param>
/// <param name="Count">Phases in the plan.</param>
/// <param name="Phase">The phase.</param>
/// <param name="TrainedParameters">Values that are trained.</param>
/// <param name="TotalSteps">Optimizer steps it will take at most.</param>
/// <param name="HasFrozenPrefix">Whether stages before the trained ones run apart, without gradients.</param>
public sealed record PhaseSummary(int Index, int Count, Phase Phase, long TrainedParameters, long TotalSteps, bool HasFrozenPrefix)
{
    /// <summary>Whether the prefix's output is computed once and kept.</summary>
    public bool KeepsFeatures { get; init; }

    /// <summary>Optimizer steps of it that were taken before a resume.</summary>
    public long StepsDone { get; init; }
}
