using TorchSharp;

namespace Graft.Training;

/// <summary>How a <see cref="TorchGraph"/> computes.</summary>
internal sealed record TorchGraphOptions
{
    /// <summary>Layout of feature maps and filters.</summary>
    public MemoryLayout Layout { get; init; } = MemoryLayout.ChannelsLast;

    /// <summary>Type of the feature maps.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Type of the parameters: float32; float64 for checking against reference values.</summary>
    public torch.ScalarType ParameterType { get; init; } = torch.ScalarType.Float32;

    /// <summary>
    /// Batch norms with fixed statistics become part of the convolution before them, gradients included: the same function,
    /// one pass over the feature map less in each direction. Off for measuring.
    /// </summary>
    public bool FoldFixedNorms { get; init; } = true;

    /// <summary>Where it rounds to 8 bits, by the nodes of the graph; null for nowhere. Norms must be fixed then.</summary>
    public FakeQuantisation? Quantisation { get; init; }
}

/// <summary>How images and feature maps lie in memory. The numbers computed are the same up to rounding; the speed is not.</summary>
public enum MemoryLayout
{
    /// <summary>N x C x H x W, torch's default.</summary>
    ChannelsFirst,

    /// <summary>N x H x W x C.</summary>
    ChannelsLast,
}
