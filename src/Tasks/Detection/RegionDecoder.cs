using System.Numerics.Tensors;
using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Turns the second stage's answers into detections, as torchvision's RoIHeads: class 0 is the background.</summary>
/// <param name="Classes">Classes without the background.</param>
/// <param name="Options">Which are kept.</param>
public sealed record RegionDecoder(int Classes, DetectionOptions Options)
{
    /// <summary>Detections of one image in pixels as the network sees it, the surest first.</summary>
    /// <param name="regions">The regions of the image.</param>
    /// <param name="logits">Regions x (1 + classes).</param>
    /// <param name="codes">Regions x (1 + classes) x 4.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="width">Width of the image.</param>
    public IReadOnlyList<Detection> Decode(ReadOnlySpan<Box> regions, ReadOnlySpan<float> logits, ReadOnlySpan<float> codes, int height, int width)
    {
        var all = Classes + 1;
        var pool = new DetectionPool(Options);
        var scores = new float[all];
        for (var i = 0; i < regions.Length; i++)
        {
            TensorPrimitives.SoftMax(logits.Slice(i * all, all), scores);
            for (var label = 1; label < all; label++)
                if (scores[label] > Options.ScoreThreshold)
                    pool.Add(BoxCoder.Regions.Decode(codes.Slice((i * all + label) * 4, 4), regions[i]).Clip(width, height), label - 1, scores[label]);
        }
        return pool.Best();
    }
}
