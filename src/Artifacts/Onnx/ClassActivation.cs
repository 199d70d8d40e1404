using Graft.Imaging;

namespace Graft.Artifacts;

/// <summary>
/// Adds to a classifier's file what every cell of its last map gives to the logit of every class: class activation maps (Zhou et al. 2016,
/// https://arxiv.org/abs/1512.04150). It needs nothing but the file, so that files of every version and precision have it.
/// </summary>
internal static class ClassActivation
{
    /// <summary>Name of the output: N x classes x rows x columns. Its mean over the cells and the head's bias make up the logit.</summary>
    public const string Output = "class_activation";

    private const string Kernel = $"{Output}/kernel", Axes = $"{Output}/axes";

    // They hand a number on as it is, or as its code of 8 bits.
    private static readonly HashSet<string> Same = ["Identity", "Flatten", "QuantizeLinear", "DequantizeLinear"];

    /// <summary>
    /// The model with that output, and where its cells lie in the input, if that is known; null where its logits are not one matrix product, or none, of the
    /// mean over a map.
    /// </summary>
    /// <param name="model">A model file of Graft's.</param>
    public static (byte[] Model, Placement? Cells)? Add(byte[] model)
    {
        var producers = Nodes(model).SelectMany(node => node.Outputs.Select(output => (output, node))).ToDictionary(pair => pair.output, pair => pair.node);
        var name = Back(OnnxWriter.Logits);
        var product = producers.GetValueOrDefault(name) is { Operation: "Gemm" } gemm ? gemm : null;
        if (product is not null) name = Back(product.Inputs[0]);
        if (producers.GetValueOrDefault(name) is not { Operation: "GlobalAveragePool" } mean) return null;
        var graph = product is null ? Message(new OnnxNode("Identity", [Output], [mean.Inputs[0]], [])) : Convolution(mean.Inputs[0], product.Inputs[1]);
        graph.Message(12, new ProtoWriter().Text(1, Output).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Integer(1, OnnxModel.FloatType))));
        // A message that comes twice is merged, its lists one behind the other: nothing of the file need be rewritten.
        return ([.. model, .. new ProtoWriter().Message(7, graph).Written], new MapPlacement(producers).Of(mean.Inputs[0]));

        string Back(string from)
        {
            while (producers.GetValueOrDefault(from) is { } node && Same.Contains(node.Operation)) from = node.Inputs[0];
            return from;
        }
    }

    // The head applied to each cell in place of the mean: a convolution of one pixel with the same weights, whatever they are stored as.
    private static ProtoWriter Convolution(string map, string weight)
    {
        var graph = Message(new OnnxNode("Unsqueeze", [Kernel], [weight, Axes], []), new OnnxNode("Conv", [Output], [map, Kernel], []));
        var axes = new MemoryStream();
        new OnnxTensor(Axes, [2, 3]).Write(axes);
        return graph.Bytes(5, axes.ToArray());
    }

    private static ProtoWriter Message(params IReadOnlyList<OnnxNode> nodes)
    {
        var graph = new ProtoWriter();
        foreach (var node in nodes) graph.Message(1, node.Message(0));
        return graph;
    }

    private static IEnumerable<ReadNode> Nodes(byte[] model)
    {
        var stream = new MemoryStream(model, writable: false);
        foreach (var graph in ProtoReader.Fields(stream, 0, stream.Length).Where(field => field.Number == 7).ToList())
            foreach (var node in ProtoReader.Fields(stream, graph.Content, graph.End).Where(field => field.Number == 1).ToList())
                yield return ReadNode.Of(stream, node);
    }
}
