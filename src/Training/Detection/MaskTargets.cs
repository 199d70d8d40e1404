using Graft.Imaging;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>The part of each object's mask that lies in its region, at the size a mask head answers with.</summary>
internal static class MaskTargets
{
    /// <summary>Regions x side x side, 0..1.</summary>
    public static torch.Tensor Of(RegionChoice choice, IReadOnlyList<SceneTarget> targets, int side)
    {
        var values = new float[choice.Regions.Count * side * side];
        for (var i = 0; i < choice.Regions.Count; i++)
        {
            var (region, item) = (choice.Regions[i], choice.Objects[i]);
            var mask = targets[region.Image].Masks?[item] ?? throw new GraftException("A network that draws masks learns from pictures with masks.", "This one has boxes only.");
            float[] pixels = [.. mask.ToBitmap().Select(pixel => pixel != 0 ? 1f : 0)];
            RoiAlign.Forward(pixels, new FeatureShape(1, mask.Height, mask.Width, 1), [region with { Image = 0 }], new RoiAlignOptions(side, 1, 0), values.AsSpan(i * side * side, side * side));
        }
        return HostTensors.From(values, choice.Regions.Count, side, side);
    }
}
