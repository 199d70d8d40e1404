using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Turns RetinaNet's answers into detections (arXiv:1708.02002), as torchvision.</summary>
/// <param name="Anchors">All anchors, level after level.</param>
/// <param name="PerPlace">Anchors at each place.</param>
/// <param name="Classes">Classes; there is no background.</param>
/// <param name="Options">Which are kept.</param>
public sealed record OneStageDecoder(Box[] Anchors, int PerPlace, int Classes, DetectionOptions Options)
{
    /// <summary>Candidates of each level that are looked at.</summary>
    public const int BeforeSuppression = 1000;

    /// <summary>Detections of one image in pixels as the network sees it, the surest first.</summary>
    /// <param name="levels">What the network says, for the batch; scores N x H x W x anchors x classes.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="height">Its height as the network sees it.</param>
    /// <param name="width">Its width.</param>
    public IReadOnlyList<Detection> Decode(IReadOnlyList<LevelMap> levels, int image, int height, int width)
    {
        var pool = new DetectionPool(Options with { SmallestSide = 0 });
        var firstAnchor = 0;
        // Sorted: the first that is not sure enough ends the level.
        foreach (var level in levels)
        {
            var anchors = level.Height * level.Width * PerPlace;
            var logits = level.Scores.AsSpan(image * anchors * Classes, anchors * Classes);
            foreach (var at in TopScores.Of(logits, BeforeSuppression))
            {
                var score = 1 / (1 + MathF.Exp(-logits[at]));
                if (!(score > Options.ScoreThreshold)) break;
                var anchor = at / Classes;
                pool.Add(BoxCoder.Plain.Decode(level.Codes.AsSpan((image * anchors + anchor) * 4, 4), Anchors[firstAnchor + anchor]).Clip(width, height),
                    at % Classes, score);
            }
            firstAnchor += anchors;
        }
        return pool.Best();
    }
}
