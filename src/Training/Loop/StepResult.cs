namespace Graft.Training;

/// <summary>An optimizer step.</summary>
/// <param name="Phase">Index of the phase, from 0.</param>
/// <param name="Epoch">Epoch counted through all phases, from 1.</param>
/// <param name="Step">Steps taken in this phase, from 1.</param>
/// <param name="TotalSteps">Steps of this phase.</param>
/// <param name="Loss">Mean loss of the step's images.</param>
/// <param name="LearningRate">Rate of the last stage.</param>
public sealed record StepResult(int Phase, int Epoch, long Step, long TotalSteps, double Loss, double LearningRate);
