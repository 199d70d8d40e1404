namespace Graft.Tasks;

/// <summary>What one penalty reached on images held out.</summary>
/// <param name="C">Inverse strength of the penalty.</param>
/// <param name="LogLoss">Mean negative log-likelihood over all held-out images.</param>
/// <param name="Accuracy">Share of them classified correctly, 0..1.</param>
public sealed record PenaltyScore(double C, double LogLoss, double Accuracy);
