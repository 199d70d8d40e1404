using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Turns the answers of a region proposal network into boxes (Ren et al., arXiv:1506.01497), as torchvision.</summary>
/// <param name="Anchors">All anchors, level after level.</param>
/// <param name="PerPlace">Anchors at each place.</param>
/// <param name="Options">How many, and which.</param>
public sealed record ProposalGenerator(Box[] Anchors, int PerPlace, ProposalOptions Options)
{
    /// <summary>The proposals of one image, the surest first.</summary>
    /// <param name="levels">What the network says, for the batch.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="height">Its height as the network sees it.</param>
    /// <param name="width">Its width.</param>
    public Box[] Generate(IReadOnlyList<LevelMap> levels, int image, int height, int width)
    {
        List<Box> boxes = [];
        List<float> scores = [];
        List<int> groups = [];
        var code = new float[4];
        var firstAnchor = 0;
        for (var i = 0; i < levels.Count; i++)
        {
            var level = levels[i];
            var count = level.Height * level.Width * PerPlace;
            var logits = level.Scores.AsSpan(image * count, count);
            foreach (var at in TopScores.Of(logits, Options.BeforeSuppression))
            {
                var box = BoxCoder.Plain.Decode(level.Codes.AsSpan((image * count + at) * 4, 4), Anchors[firstAnchor + at]).Clip(width, height);
                if (!(box.Width >= Options.SmallestSide && box.Height >= Options.SmallestSide)) continue;
                var score = 1 / (1 + MathF.Exp(-logits[at]));
                if (!(score >= Options.ScoreThreshold)) continue;
                boxes.Add(box);
                scores.Add(score);
                groups.Add(i);
            }
            firstAnchor += count;
        }
        var all = boxes.ToArray();
        var kept = Nms.Run(all, scores.ToArray(), groups.ToArray(), Options.OverlapThreshold, Options.AfterSuppression);
        return [.. kept.Select(index => all[index])];
    }
}
