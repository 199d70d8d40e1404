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
        // An object is looked at through many regions: its pixels are laid out once.
        foreach (var item in Enumerable.Range(0, choice.Regions.Count).GroupBy(i => (Image: choice.Regions[i].Image, Object: choice.Objects[i])))
        {
            var mask = targets[item.Key.Image].Masks?[item.Key.Object] ?? throw new GraftException("A network that draws masks learns from images with masks.", "This one has boxes only.");
            int[] rows = [.. item];
            var cells = new float[rows.Length * side * side];
            RoiAlign.Forward(Pixels(mask), new FeatureShape(1, mask.Height, mask.Width, 1), [.. rows.Select(i => choice.Regions[i] with { Image = 0 })], new RoiAlignOptions(side, 1, 0), cells);
            for (var i = 0; i < rows.Length; i++) cells.AsSpan(i * side * side, side * side).CopyTo(values.AsSpan(rows[i] * side * side));
        }
        return HostTensors.From(values, choice.Regions.Count, side, side);
    }

    private static float[] Pixels(Mask mask)
    {
        var bits = mask.ToBitmap();
        var pixels = new float[bits.Length];
        for (var i = 0; i < bits.Length; i++) pixels[i] = bits[i];
        return pixels;
    }
}
