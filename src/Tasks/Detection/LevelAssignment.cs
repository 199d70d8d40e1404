using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// Which pyramid level a region is cut from, by its size (Lin et al., arXiv:1612.03144, equation 1). Sizes are compared instead of taking
/// logarithms, so that an exported file decides exactly the same.
/// </summary>
/// <param name="Strides">Pixels per place of each level, the finest first, each twice the one before; of two with one stride the first is taken.</param>
/// <param name="CanonicalSize">Side of a region that belongs to the level of stride 16 (224 for networks made for 800 pixels).</param>
internal sealed record LevelAssignment(IReadOnlyList<int> Strides, float CanonicalSize = 224)
{
    private const double CanonicalStride = 16;

    /// <summary>Areas in square pixels from which on a region belongs to the second level, the third and so on.</summary>
    public IReadOnlyList<float> Thresholds { get; } =
        [.. Strides.Zip(Strides.Skip(1), (before, stride) => stride == before ? float.PositiveInfinity : AreaFrom(CanonicalSize * stride / CanonicalStride))];

    /// <summary>Index of the level.</summary>
    public int Of(Box box)
    {
        var area = BoxOverlap.Area(box);
        var level = 0;
        foreach (var threshold in Thresholds) if (area >= threshold) level++;
        return level;
    }

    // torchvision adds 1e-6 to the logarithm to base 2 of the side.
    private static float AreaFrom(double side) => (float)Math.Pow(side * Math.Pow(2, -1e-6), 2);
}
