using TorchSharp;

namespace Graft.Training;

/// <summary>What a forward pass yields.</summary>
/// <param name="Output">The graph's output: N x classes, or features.</param>
/// <param name="Auxiliary">The auxiliary classifier's output, while training only.</param>
public readonly record struct TorchOutput(torch.Tensor Output, torch.Tensor? Auxiliary);
