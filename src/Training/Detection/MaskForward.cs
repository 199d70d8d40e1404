using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>The masks of what was found, on torch.</summary>
internal static class MaskForward
{
    /// <summary>The same detections with their grids; those of the predicted class count. Inside a scope and without gradients.</summary>
    public static IReadOnlyList<IReadOnlyList<Detection>> Draw(DetectionNetwork network, TorchGraph head, IReadOnlyList<torch.Tensor> levels, IReadOnlyList<IReadOnlyList<Detection>> found)
    {
        Region[] regions = [.. found.SelectMany((detections, image) => detections.Select(detection => new Region(image, detection.Box)))];
        if (regions.Length == 0) return found;
        int[] labels = [.. found.SelectMany(detections => detections.Select(detection => detection.Label))];
        var (cells, order) = RegionPooling.Of(network).Pool([.. levels.Take(network.RegionLevels)], regions, MaskHeadOptions.Cells);
        var masks = head.Forward(cells, isTraining: false).Output;
        var side = (int)masks.shape[2];
        var rows = torch.tensor(order.Select((region, row) => (long)row * network.Outputs + labels[region] + 1).ToArray());
        var values = HostTensors.ToHost(masks.reshape(-1, side, side).index_select(0, rows).sigmoid()).Data;
        var grids = new MaskGrid[regions.Length];
        for (var row = 0; row < order.Length; row++) grids[order[row]] = new MaskGrid(side, values.AsSpan(row * side * side, side * side).ToArray());
        var next = 0;
        return [.. found.Select(detections => (IReadOnlyList<Detection>)[.. detections.Select(detection => detection with { Grid = grids[next++] })])];
    }
}
