namespace Graft.Training;

/// <summary>Parameters that share a rate.</summary>
/// <param name="Stage">The stage they belong to.</param>
/// <param name="LearningRate">Highest rate.</param>
/// <param name="Decays">Whether weight decay applies: filters and matrices, but no norms and biases.</param>
/// <param name="Parameters">The parameters.</param>
internal sealed record ParameterGroup(string Stage, double LearningRate, bool Decays, IReadOnlyList<TrainableTensor> Parameters)
{
    /// <summary>A model's trained parameters by stage and by decay, with the phase's rates.</summary>
    public static IReadOnlyList<ParameterGroup> Of(IReadOnlyList<TrainableTensor> trainable, Networks.Graph whole, Phase phase) =>
        [.. trainable
            .GroupBy(parameter => (parameter.Spec.Stage, Decays: parameter.Spec.Role is Networks.ParameterRole.ConvolutionWeight or Networks.ParameterRole.LinearWeight))
            .Select(group => new ParameterGroup(group.Key.Stage, phase.RateOf(whole, group.Key.Stage) ?? 0, group.Key.Decays, [.. group]))];
}
