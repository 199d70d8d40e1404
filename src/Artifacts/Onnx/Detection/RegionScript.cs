using Graft.Networks;
using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>Cuts regions out of the pyramid in ONNX, each from the level of its size.</summary>
internal sealed class RegionScript(BoxScript boxes, DetectionNetwork network)
{
    /// <summary>Cells R x C x cells x cells, level by level, and which region each of them is.</summary>
    public (string Cells, string Order) Write(IReadOnlyList<string> levels, string regions, string images, int cells)
    {
        var s = boxes.S;
        var thresholds = new LevelAssignment([.. network.Strides.Take(network.RegionLevels)], network.Architecture.CanonicalSize).Thresholds;
        var area = boxes.Area(regions);
        List<string> pooled = [], order = [];
        for (var level = 0; level < network.RegionLevels; level++)
        {
            var rows = s.Squeeze(s.Op("NonZero", IsOn(area, level, thresholds)), 0);
            order.Add(rows);
            pooled.Add(s.Op("RoiAlign", [levels[level], s.Gather(regions, rows), s.Gather(images, rows)],
                OnnxAttribute.Text("coordinate_transformation_mode", "output_half_pixel"), OnnxAttribute.Text("mode", "avg"),
                OnnxAttribute.Integer("output_height", cells), OnnxAttribute.Integer("output_width", cells),
                OnnxAttribute.Integer("sampling_ratio", 2), OnnxAttribute.Float("spatial_scale", 1.0 / network.Strides[level])));
        }
        var sorted = s.Concat(0, [.. order]);
        return (s.Concat(0, [.. pooled]), sorted);
    }

    private string IsOn(string area, int level, IReadOnlyList<float> thresholds)
    {
        var s = boxes.S;
        var above = level == 0 ? null : s.Op("GreaterOrEqual", area, s.Float(thresholds[level - 1]));
        var below = level == thresholds.Count ? null : s.Op("Less", area, s.Float(thresholds[level]));
        return (above, below) switch
        {
            (null, null) => s.Op("GreaterOrEqual", area, s.Float(0)),
            (null, { } only) => only,
            ({ } only, null) => only,
            ({ } one, { } other) => s.Op("And", one, other),
        };
    }
}
