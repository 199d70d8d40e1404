namespace Graft.Reports;

/// <summary>What became of one stage of the network.</summary>
/// <param name="Stage">Name of the stage, such as "stem" or "head".</param>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="Origin">Where its values come from, such as "pretrained" or "new".</param>
/// <param name="Frozen">True when it was never trained.</param>
/// <param name="LearningRate">Highest learning rate of the stage; null when frozen, or when it was not trained by gradient.</param>
public sealed record TransferRow(string Stage, long Parameters, string Origin, bool Frozen, double? LearningRate = null);
