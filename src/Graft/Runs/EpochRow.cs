namespace Graft;

/// <summary>Figures of one epoch, a line of results.csv.</summary>
/// <param name="Phase">Phase of the plan.</param>
/// <param name="Epoch">Counted through all phases, from 1.</param>
/// <param name="TrainLoss">Mean training loss.</param>
/// <param name="ValidationLoss">Log-loss on the validation pictures; not a number without any.</param>
/// <param name="ValidationAccuracy">Share of validation pictures named rightly, 0..1.</param>
/// <param name="LearningRate">Highest learning rate of the epoch's end.</param>
/// <param name="Seconds">Duration.</param>
public sealed record EpochRow(string Phase, int Epoch, double TrainLoss, double ValidationLoss, double ValidationAccuracy, double LearningRate, double Seconds);
