using Graft.Networks;
using Graft.Tasks;

namespace Graft;

/// <summary>The last linear layer, read and replaced by value.</summary>
internal static class HeadParameters
{
    /// <summary>The same parameters with a linear classifier on the features as the head; tensors are shared, none is copied.</summary>
    public static ParameterSet With(Graph graph, ParameterSet parameters, LinearClassifier classifier)
    {
        if (graph.Nodes[graph.Output].Operation is not Operation.Linear head || head.In != classifier.Features || head.Out != classifier.Classes)
            throw new InvalidOperationException($"A classifier of {classifier.Features} features and {classifier.Classes} classes is no head for {graph.Name}.");
        var result = new ParameterSet();
        foreach (var (name, tensor) in parameters) result.Set(name, tensor);
        result.Set($"{head.Name}.weight", new HostTensor([head.Out, head.In], classifier.Weights));
        result.Set($"{head.Name}.bias", new HostTensor([head.Out], classifier.Bias));
        return result;
    }
}
