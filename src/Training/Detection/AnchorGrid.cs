using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>The trunk's answers for one batch, taken apart.</summary>
internal sealed class AnchorGrid
{
    private readonly IReadOnlyList<torch.Tensor> _scores, _codes;
    private readonly int _values;

    /// <param name="network">The detector.</param>
    /// <param name="outputs">What its trunk answered.</param>
    /// <param name="size">Size of the batch's images.</param>
    public AnchorGrid(DetectionNetwork network, IReadOnlyList<torch.Tensor> outputs, (int Height, int Width) size)
    {
        var levels = network.Strides.Count;
        Levels = [.. outputs.Take(levels)];
        (_scores, _codes) = ([.. outputs.Skip(levels).Take(levels)], [.. outputs.Skip(2 * levels)]);
        _values = network.Architecture.IsTwoStage ? 1 : network.Outputs;
        Anchors = AnchorGenerator.Generate(new AnchorOptions(network.Architecture.AnchorSizes, network.Architecture.AnchorRatios),
            [.. Levels.Select(level => ((int)level.shape[2], (int)level.shape[3]))], size.Height, size.Width);
    }

    /// <summary>The pyramid's levels.</summary>
    public IReadOnlyList<torch.Tensor> Levels { get; }

    /// <summary>All anchors of an image.</summary>
    public Box[] Anchors { get; }

    /// <summary>(N x anchors) x values, with gradient: 1, or the number of classes.</summary>
    public torch.Tensor Scores() => Flat(_scores, _values);

    /// <summary>(N x anchors) x 4, with gradient.</summary>
    public torch.Tensor Codes() => Flat(_codes, 4);

    /// <summary>Copies for the decoders.</summary>
    public IReadOnlyList<LevelMap> ToHost() => [.. _scores.Zip(_codes, (scores, codes) =>
        new LevelMap((int)scores.shape[2], (int)scores.shape[3], Values(scores), Values(codes)))];

    private static torch.Tensor Flat(IEnumerable<torch.Tensor> maps, int values) =>
        torch.cat([.. maps.Select(map => map.permute(0, 2, 3, 1).reshape(map.shape[0], -1, values))], 1).reshape(-1, values);

    private static float[] Values(torch.Tensor map)
    {
        using var pixels = map.detach().permute(0, 2, 3, 1);
        return HostTensors.ToHost(pixels).Data;
    }
}
