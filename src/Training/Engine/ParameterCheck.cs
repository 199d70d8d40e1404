using Graft.Networks;

namespace Graft.Training;

/// <summary>torch takes a tensor of one value for a bias of ten without a word, so names and shapes are compared first.</summary>
internal static class ParameterCheck
{
    /// <exception cref="ProblemsException">With every missing or misshapen parameter.</exception>
    public static void Require(Graph graph, ParameterSet parameters)
    {
        List<Problem> problems = [];
        foreach (var spec in graph.Parameters)
            if (!parameters.TryGetValue(spec.Name, out var tensor))
                problems.Add(new Problem(spec.Name, "It is missing.", "Load or initialise it."));
            else if (tensor.Data.Length != spec.Count || !tensor.Shape.SequenceEqual(spec.Shape) && spec.Role != ParameterRole.BatchCount)
                problems.Add(new Problem(spec.Name, $"It is [{string.Join(", ", tensor.Shape)}] where [{string.Join(", ", spec.Shape)}] is needed.", "Load the weights of this network."));
        if (problems.Count > 0) throw new ProblemsException($"The set of parameters for {graph.Name}", problems);
    }
}
