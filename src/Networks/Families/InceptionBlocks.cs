namespace Graft.Networks.Families;

/// <summary>What GoogLeNet and InceptionV3 are built of, with all widths divided for the tiny twins.</summary>
internal abstract class InceptionBlocks(string name, int divisor, Initialisation initialisation)
{
    protected int Divisor => divisor;

    public GraphBuilder Graph { get; } = new(name) { Initialisation = initialisation };

    /// <summary>torchvision's transform_input: the image, normalised with ImageNet's statistics, as (value - 0.5) / 0.5.</summary>
    public int Rescaled() => Graph.ChannelAffine(Graph.Input,
        [0.229f / 0.5f, 0.224f / 0.5f, 0.225f / 0.5f], [(0.485f - 0.5f) / 0.5f, (0.456f - 0.5f) / 0.5f, (0.406f - 0.5f) / 0.5f]);

    /// <summary>Convolution, batch norm with an epsilon of 0.001, ReLU.</summary>
    public int Conv(string name, int x, int width, Window window) =>
        Graph.Relu(Graph.Norm($"{name}.bn", Graph.Conv($"{name}.conv", x, width / divisor, window), epsilon: 1e-3));
}
