namespace Graft.Tasks;

/// <summary>Boxes that every place of a feature map starts from.</summary>
/// <param name="Sizes">Side lengths in pixels (square root of the area) for each pyramid level, the finest first.</param>
/// <param name="Ratios">Height over width, the same for all levels.</param>
public sealed record AnchorOptions(IReadOnlyList<IReadOnlyList<float>> Sizes, IReadOnlyList<float> Ratios)
{
    /// <summary>One half, one and two.</summary>
    public static IReadOnlyList<float> DefaultRatios { get; } = [0.5f, 1, 2];

    /// <summary>Anchors at each place of a level; the same for all levels.</summary>
    public int PerPlace => Sizes[0].Count * Ratios.Count;
}
