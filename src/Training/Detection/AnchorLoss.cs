using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>What the proposal network and RetinaNet learn: whether an anchor shows an object (of which class), and where it lies.</summary>
internal static class AnchorLoss
{
    /// <summary>Where the smooth L1 loss turns from a square to a line, as torchvision.</summary>
    public const double SmoothL1Beta = 1.0 / 9;

    /// <summary>Draws the anchors of each image that the proposal network learns from.</summary>
    public static AnchorChoice Draw(AnchorGrid grid, IReadOnlyList<SceneTarget> targets, DetectionTaskOptions options, Batch batch)
    {
        var sampler = new BalancedSampler(options.AnchorsPerImage, options.PositiveAnchors);
        var chosen = new AnchorChoice(grid.Anchors);
        foreach (var (image, target) in targets.Index())
        {
            var matches = Matches(Matcher.Proposals, grid.Anchors, target, options);
            var (positive, negative) = sampler.Draw(matches, batch.RandomOf(image, "anchors"));
            chosen.Add(image, positive, matches, target);
            chosen.AddBackground(image, negative);
        }
        return chosen;
    }

    /// <summary>Cross-entropy over the chosen anchors, plus smooth L1 of the codes of those with objects.</summary>
    /// <param name="grid">All anchors.</param>
    /// <param name="chosen">Some of them.</param>
    /// <param name="count">How many are chosen in the whole batch, which both are divided by.</param>
    public static torch.Tensor Proposals(AnchorGrid grid, AnchorChoice chosen, double count)
    {
        if (chosen.Count == 0) return grid.Scores().sum().Times(0);
        var scores = grid.Scores().index_select(0, chosen.Indices()).flatten();
        var loss = functional.binary_cross_entropy_with_logits(scores, chosen.IsObject(), reduction: Reduction.Sum);
        if (chosen.Positives == 0) return loss.Over(count);
        var codes = grid.Codes().index_select(0, chosen.PositiveIndices());
        return loss.Plus(functional.smooth_l1_loss(codes, chosen.Codes(), Reduction.Sum, SmoothL1Beta)).Over(count);
    }

    /// <summary>Focal loss over all anchors, plus how far the boxes of those with objects are off, both per object anchor and image.</summary>
    public static torch.Tensor OneStage(AnchorGrid grid, IReadOnlyList<SceneTarget> targets, DetectionTaskOptions options, int classes, BoxLoss boxLoss)
    {
        var (scores, codes) = (grid.Scores(), grid.Codes());
        var count = grid.Anchors.Length;
        torch.Tensor? total = null;
        for (var image = 0; image < targets.Count; image++)
        {
            var matches = Matches(Matcher.OneStage, grid.Anchors, targets[image], options);
            var target = new float[count * classes];
            int[] positive = [.. Enumerable.Range(0, count).Where(anchor => matches[anchor] >= 0)];
            foreach (var anchor in positive) target[anchor * classes + targets[image].Labels[matches[anchor]]] = 1;
            var weight = new float[count];
            for (var anchor = 0; anchor < count; anchor++) weight[anchor] = matches[anchor] == Matcher.Between ? 0 : 1;
            var loss = FocalLoss.Binary(scores.narrow(0, (long)image * count, count),
                HostTensors.From(target, count, classes)).mul(HostTensors.From(weight, count, 1)).sum();
            if (positive.Length > 0)
            {
                var chosen = new AnchorChoice(grid.Anchors);
                chosen.Add(image, positive, matches, targets[image]);
                var predicted = codes.index_select(0, chosen.Indices());
                loss = loss.Plus(boxLoss == BoxLoss.GeneralizedIoU
                    ? OverlapLoss.Of(predicted, [.. positive.Select(anchor => grid.Anchors[anchor])],
                        [.. positive.Select(anchor => targets[image].Boxes[matches[anchor]])])
                    : functional.l1_loss(predicted, chosen.Codes(), Reduction.Sum));
            }
            loss = loss.Times(1.0 / Math.Max(1, positive.Length));
            total = total is null ? loss : total.Plus(loss);
        }
        return total!.Times(1.0 / targets.Count);
    }

    /// <summary>As <see cref="Matcher.Match"/>; background inside a crowd is left out.</summary>
    public static int[] Matches(Matcher matcher, Box[] candidates, SceneTarget target, DetectionTaskOptions options)
    {
        var matches = matcher.Match(candidates, target.Boxes);
        if (target.Ignored.Length == 0) return matches;
        for (var i = 0; i < matches.Length; i++)
            if (matches[i] == Matcher.Background && target.Ignored.Any(region => BoxOverlap.ShareInside(candidates[i], region) > options.IgnoredShare))
                matches[i] = Matcher.Between;
        return matches;
    }
}
