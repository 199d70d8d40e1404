using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tasks;

/// <summary>The boxes that the face detectors' answers are relative to.</summary>
internal static class FaceAnchors
{
    private const float Lowest = 0.1f, Smallest = 0.2f, Step = 0.15f;

    /// <summary>
    /// Anchors of the single shot detector in shares of the input, level by level, row by row, in the order of the network's channels: those of TensorFlow's
    /// object detection for six levels.
    /// </summary>
    public static IReadOnlyList<Box> Ssd()
    {
        List<Box> anchors = [];
        foreach (var (level, grid) in SsdMobileNet.Grids.Index())
        {
            var shapes = Shapes(level).ToList();
            for (var cell = 0; cell < grid * grid; cell++)
                foreach (var (scale, aspect) in shapes)
                    anchors.Add(Box.FromCentre((cell % grid + 0.5) / grid, (cell / grid + 0.5) / grid, scale * Math.Sqrt(aspect), scale / Math.Sqrt(aspect)));
        }
        return anchors;
    }

    // Side of a square of the same area, and width by height.
    private static IEnumerable<(double Scale, double Aspect)> Shapes(int level)
    {
        if (level == 0) return [(Lowest, 1), (Smallest, 2), (Smallest, 0.5)];
        var (scale, next) = (Smallest + level * Step, level == SsdMobileNet.Grids.Count - 1 ? 1 : Smallest + (level + 1) * Step);
        return [(scale, 1), (Math.Sqrt(scale * next), 1), (scale, 2), (scale, 0.5), (scale, 3), (scale, 0.3333)];
    }
}
