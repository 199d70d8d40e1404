using System.Runtime.InteropServices;
using Graft.Networks;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>Cuts regions out of the levels of a pyramid, each from the level of its size.</summary>
internal sealed class RegionPooling(IReadOnlyList<int> strides, float canonicalSize)
{
    private readonly LevelAssignment _assignment = new(strides, canonicalSize);

    public static RegionPooling Of(DetectionNetwork network) =>
        new([.. network.Strides.Take(network.RegionLevels)], network.Architecture.CanonicalSize);

    /// <summary>The cells of all regions, without gradient, sorted by level.</summary>
    /// <param name="levels">The pyramid's levels, N x C x H x W.</param>
    /// <param name="regions">The regions.</param>
    /// <param name="cells">Cells along a side.</param>
    /// <returns>Regions x C x cells x cells, and which region each of them is.</returns>
    public (torch.Tensor Pooled, int[] Order) Pool(IReadOnlyList<torch.Tensor> levels, IReadOnlyList<Region> regions, int cells)
    {
        var order = Order(regions);
        var channels = (int)levels[0].shape[1];
        var pooled = torch.empty(regions.Count, cells, cells, channels);
        var (length, done) = (cells * cells * channels, 0);
        for (var i = 0; i < levels.Count; i++)
        {
            var own = OnLevel(regions, order, i);
            if (own.Length > 0)
            {
                using var pixels = Pixels(levels[i]);
                RoiAlign.Forward(Floats(pixels), ShapeOf(levels[i]), own, Options(i, cells), Floats(pooled).Slice(done * length, own.Length * length));
            }
            done += own.Length;
        }
        return (pooled.permute(0, 3, 1, 2), order);
    }

    /// <summary>
    /// The gradient of a level, given that of the cells of <see cref="Pool"/>: N x C x H x W, or null where no region is cut from it.
    /// </summary>
    public torch.Tensor? Gradient(torch.Tensor pooledGradient, torch.Tensor level, int index, IReadOnlyList<Region> regions, int cells)
    {
        var order = Order(regions);
        var own = OnLevel(regions, order, index);
        if (own.Length == 0) return null;
        var before = order.Count(region => _assignment.Of(regions[region].Box) < index);
        using var gradients = Pixels(pooledGradient);
        var shape = ShapeOf(level);
        var length = cells * cells * shape.Channels;
        var gradient = torch.zeros(shape.Count, shape.Height, shape.Width, shape.Channels);
        RoiAlign.Backward(Floats(gradients).Slice(before * length, own.Length * length), shape, own, Options(index, cells), Floats(gradient));
        return gradient.permute(0, 3, 1, 2);
    }

    private int[] Order(IReadOnlyList<Region> regions) => [.. Enumerable.Range(0, regions.Count).OrderBy(region => _assignment.Of(regions[region].Box))];

    private Region[] OnLevel(IReadOnlyList<Region> regions, int[] order, int level) =>
        [.. order.Where(region => _assignment.Of(regions[region].Box) == level).Select(region => regions[region])];

    private RoiAlignOptions Options(int level, int cells) => new(cells, 1f / strides[level]);

    private static FeatureShape ShapeOf(torch.Tensor level) => new((int)level.shape[0], (int)level.shape[2], (int)level.shape[3], (int)level.shape[1]);

    // All channels of a pixel together; no copy where it lies so already.
    private static torch.Tensor Pixels(torch.Tensor tensor) => tensor.detach().permute(0, 2, 3, 1).contiguous();

    private static Span<float> Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
