namespace Graft.Networks;

/// <summary>Fresh values of a detector, as torchvision draws them.</summary>
internal static class DetectionInitialiser
{
    /// <summary>The share of objects that RetinaNet starts from, so that the mass of background does not drown the first steps.</summary>
    private const double Prior = 0.01;

    /// <summary>Every parameter; the backbone's by its family's rule.</summary>
    public static ParameterSet Create(DetectionNetwork network, ulong seed)
    {
        var set = new ParameterSet();
        foreach (var (name, tensor) in ParameterInitialiser.Create(AsBackbone(network), seed)) set.Set(name, tensor);
        foreach (var head in network.Heads)
            foreach (var (name, tensor) in ParameterInitialiser.Create(head, seed)) set.Set(name, tensor);
        foreach (var spec in network.Trunk.Parameters.Where(spec => spec.Stage == "head"))
            if (Draw(spec) is { } draw)
            {
                var values = new float[spec.Count];
                draw.Fill(values, SeededRandom.For(seed, $"initialise/{spec.Name}"));
                set.Set(spec.Name, new HostTensor(spec.Shape, values));
            }
        return set;
    }

    // Filters of the pyramid uniform by their inputs (Caffe2's way), those of the answers narrow; norms stay the identity.
    private static Draw? Draw(ParameterSpec spec) => spec.Role switch
    {
        ParameterRole.ConvolutionWeight when spec.Name.Contains(".fpn.", StringComparison.Ordinal) =>
            Networks.Draw.Uniform(Math.Sqrt(3.0 * spec.Shape[0] / spec.Count)),
        ParameterRole.ConvolutionWeight => Networks.Draw.Normal(0.01),
        ParameterRole.Bias when spec.Name.EndsWith("classification_head.cls_logits.bias", StringComparison.Ordinal) =>
            Networks.Draw.Constant(-Math.Log((1 - Prior) / Prior)),
        ParameterRole.Bias => Networks.Draw.Constant(0),
        _ => null,
    };

    private static Graph AsBackbone(DetectionNetwork network) => new(network.Trunk.Name, network.Trunk.Nodes, network.Trunk.Stages, network.Trunk.Output, null)
    {
        Initialisation = ModelCatalogue.Build(network.Architecture.Backbone).Initialisation,
    };
}
