using TorchSharp;

namespace Graft.Training;

/// <summary>What a forward pass yields.</summary>
/// <param name="Outputs">What the graph answers with, in the order of <see cref="Graft.Networks.Graph.Outputs"/>.</param>
/// <param name="Auxiliary">The auxiliary classifier's output, while training only.</param>
internal readonly record struct TorchOutput(IReadOnlyList<torch.Tensor> Outputs, torch.Tensor? Auxiliary)
{
    /// <summary>The first of them: N x classes, or features.</summary>
    public torch.Tensor Output => Outputs[0];

    /// <summary>The job's further networks (<see cref="TrainingJob.Heads"/>), for the task to run on what it makes of the outputs; null without any.</summary>
    public IReadOnlyList<TorchGraph>? Heads { get; init; }
}
