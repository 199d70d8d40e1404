using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>A parameter with a gradient.</summary>
/// <param name="Spec">Its name, role and stage.</param>
/// <param name="Value">The tensor; a leaf of the autograd graph.</param>
internal sealed record TrainableTensor(ParameterSpec Spec, torch.Tensor Value);
