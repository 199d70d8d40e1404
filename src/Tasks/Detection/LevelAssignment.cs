using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Which pyramid level a region is cut from, by its size (Lin et al., arXiv:1612.03144, equation 1).</summary>
/// <param name="Strides">Pixels per place of each level, the finest first, each twice the one before.</param>
/// <param name="CanonicalSize">Side of a region that belongs to the level of stride 16 (224 for networks made for 800 pixels).</param>
public sealed record LevelAssignment(IReadOnlyList<int> Strides, float CanonicalSize = 224)
{
    private const int CanonicalLevel = 4;

    /// <summary>Index of the level.</summary>
    public int Of(Box box)
    {
        var first = (int)Math.Round(Math.Log2(Strides[0]));
        var level = MathF.Floor(CanonicalLevel + MathF.Log2(MathF.Sqrt(BoxOverlap.Area(box)) / CanonicalSize) + 1e-6f);
        return float.IsNaN(level) ? 0 : Math.Clamp((int)Math.Max(level, -100), first, first + Strides.Count - 1) - first;
    }
}
