using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>Has the quantiser say where it rounds a network, by the nodes of its graph.</summary>
internal static class FakeQuantising
{
    /// <summary>The places.</summary>
    /// <param name="graph">The whole network.</param>
    /// <param name="parameters">Its parameters; their values do not matter.</param>
    /// <param name="preprocess">How an image becomes its input.</param>
    /// <param name="ranges">Of the activations.</param>
    /// <exception cref="GraftException">It rounds within an operation, where training cannot.</exception>
    public static FakeQuantisation Of(Graph graph, ParameterSet parameters, Preprocess preprocess, IReadOnlyDictionary<string, ActivationRange> ranges)
    {
        QuantisedLayers? layers = null;
        var form = new OnnxForm { Quantisation = new(ranges) { Report = found => layers = found } };
        OnnxWriter.ToBytes(graph, parameters, new OnnxOptions { Preprocess = preprocess, Form = form });
        var names = Names(graph, parameters);
        var places = layers!.Places;
        if (graph.Auxiliary is not null || places.Quantised.Concat(places.Codes.Keys).Except(names).Any())
            throw new GraftException($"{graph.Name} cannot be trained with rounding to 8 bits.",
                "It has activations of several steps between its layers, or a second answer while it is trained.",
                $"Leave {Flag.Of("--qat")} out, and write the file of 8 bits when the run is finished: `graft export RUN --precision int8`.");
        var nodes = new FakeQuantisedNode[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            var name = names[node.Index];
            var isLast = !graph.Nodes.Skip(node.Index + 1).Any(later => names[later.Index] == name && later.Operation is Operation.BatchNorm);
            nodes[node.Index] = new(
                places.Quantised.Contains(name) && !PassesOn(node.Operation) && (node.Operation is not Operation.BatchNorm || !IsFolded(node)),
                isLast && !PassesOn(node.Operation) && places.Made.TryGetValue(name, out var made) ? made : null,
                places.Codes.TryGetValue(name, out var read) && !places.Made.ContainsKey(name) ? read : null)
            { IsFolded = node.Operation is Operation.BatchNorm && IsFolded(node) };
        }
        return new(nodes);

        bool IsFolded(Node norm) => names[norm.Index] == names[norm.Inputs[0]];
    }

    private static bool PassesOn(Operation operation) => operation is Operation.Dropout or Operation.StochasticDepth;

    // What the file calls the answer of each node: a folded norm has the name of its convolution.
    private static string[] Names(Graph graph, ParameterSet parameters)
    {
        var (folded, _) = BatchNormFolding.Fold(graph.WithoutAuxiliary(), parameters);
        var names = new string[graph.Nodes.Count];
        var next = 0;
        foreach (var node in graph.WithoutAuxiliary().Nodes)
        {
            var isKept = node.Operation is not Operation.BatchNorm
                || (next < folded.Nodes.Count && ReferenceEquals(folded.Nodes[next].Operation, node.Operation));
            if (node.Operation is Operation.Input) names[node.Index] = NormalisationWriter.Normalised;
            else names[node.Index] = !isKept || PassesOn(node.Operation) ? names[node.Inputs[0]] : $"{node.Stage}/{next}";
            if (isKept) next++;
        }
        return names;
    }
}
