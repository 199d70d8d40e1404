using Graft.Networks;
using Graft.Tasks;

namespace Graft;

/// <summary>The last linear layer, read and replaced by value.</summary>
internal static class HeadParameters
{
    // SqueezeNet takes the mean after a ReLU. Lifted above zero at every pixel the ReLU does nothing, the mean of the logits is
    // the logit of the mean, and a constant added to all classes changes no score; float32 still resolves 6e-5 here.
    private const float Lift = 512;

    /// <summary>The same parameters with a linear classifier on the features as the head; tensors are shared, none is copied.</summary>
    public static ParameterSet With(Graph graph, ParameterSet parameters, LinearClassifier classifier)
    {
        var layer = graph.WithoutAuxiliary().Nodes.LastOrDefault(node => node.Operation is Operation.Linear or Operation.Convolution)?.Operation;
        var result = new ParameterSet();
        foreach (var (name, tensor) in parameters) result.Set(name, tensor);
        switch (layer)
        {
            case Operation.Linear head when head.In == classifier.Features && head.Out == classifier.Classes:
                Set(head.Name, [head.Out, head.In], classifier.Bias);
                break;
            case Operation.Convolution head when head.In == classifier.Features && head.Out == classifier.Classes && head.Window == Window.Square(1):
                Set(head.Name, [head.Out, head.In, 1, 1], [.. classifier.Bias.Select(bias => bias + Lift)]);
                break;
            default:
                throw new InvalidOperationException(
                    $"A classifier of {classifier.Features} features and {classifier.Classes} classes is not a head for {graph.Name}.");
        }
        return result;

        void Set(string name, int[] shape, float[] bias)
        {
            result.Set($"{name}.weight", new HostTensor(shape, classifier.Weights));
            result.Set($"{name}.bias", new HostTensor([classifier.Classes], bias));
        }
    }
}
