using Graft.Networks;

namespace Graft.Training;

/// <summary>What a checkpoint holds.</summary>
/// <param name="Progress">Where the training stood.</param>
/// <param name="Tensors">Parameters as model/NAME, moments as optimizer/NAME.i, averages as average/NAME.</param>
/// <param name="Best">The best weights, if there were any.</param>
internal sealed record ResumePoint(TrainingProgress Progress, IReadOnlyDictionary<string, HostTensor> Tensors, ParameterSet? Best);
