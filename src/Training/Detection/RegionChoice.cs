using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>Regions of a batch that the second stage learns from.</summary>
/// <param name="Regions">Where they are.</param>
/// <param name="Labels">Class of each; 0 is background.</param>
/// <param name="Objects">Index of the object each shows in its image's target; -1 for background.</param>
internal sealed record RegionChoice(IReadOnlyList<Region> Regions, IReadOnlyList<int> Labels, IReadOnlyList<int> Objects)
{
    /// <summary>Of no image.</summary>
    public static RegionChoice None { get; } = new([], [], []);

    /// <summary>Draws from the proposals and the objects themselves, as torchvision.</summary>
    public static RegionChoice Draw(AnchorGrid grid, DetectionNetwork network, IReadOnlyList<SceneTarget> targets, DetectionTaskOptions options, Batch batch)
    {
        var generator = new ProposalGenerator(grid.Anchors, network.Architecture.AnchorsPerPlace, options.Training);
        var sampler = new BalancedSampler(options.RegionsPerImage, options.PositiveRegions);
        var levels = grid.ToHost();
        List<Region> regions = [];
        List<int> labels = [], objects = [];
        for (var image = 0; image < targets.Count; image++)
        {
            var target = targets[image];
            var size = target.SizeIn(batch.Size);
            Box[] candidates = [.. generator.Generate(levels, image, size.Height, size.Width), .. target.Boxes];
            var matches = AnchorLoss.Matches(Matcher.Regions, candidates, target, options);
            var (positive, negative) = sampler.Draw(matches, batch.RandomOf(image, "regions"));
            foreach (var at in positive.Concat(negative))
            {
                regions.Add(new Region(image, candidates[at]));
                labels.Add(matches[at] >= 0 ? target.Labels[matches[at]] + 1 : 0);
                objects.Add(matches[at]);
            }
        }
        return new RegionChoice(regions, labels, objects);
    }

    /// <summary>The same in another order.</summary>
    public RegionChoice In(int[] order) => new([.. order.Select(i => Regions[i])], [.. order.Select(i => Labels[i])], [.. order.Select(i => Objects[i])]);

    /// <summary>Places of those that show objects.</summary>
    public int[] Positive => [.. Enumerable.Range(0, Labels.Count).Where(i => Labels[i] > 0)];

    /// <summary>Of those that show objects so many of each image, spread over its regions.</summary>
    public RegionChoice ForMasks(int maxPerImage) =>
        In([.. Positive.GroupBy(i => Regions[i].Image).SelectMany(image => Spread([.. image], maxPerImage))]);

    private static IEnumerable<int> Spread(int[] all, int max) =>
        Enumerable.Range(0, Math.Min(all.Length, max)).Select(i => all[(int)((long)i * all.Length / Math.Min(all.Length, max))]);

    /// <summary>Codes of those that show objects, relative to the region.</summary>
    public torch.Tensor Codes(IReadOnlyList<SceneTarget> targets)
    {
        var positive = Positive;
        var codes = new float[positive.Length * 4];
        for (var i = 0; i < positive.Length; i++)
        {
            var (region, item) = (Regions[positive[i]], Objects[positive[i]]);
            BoxCoder.Regions.Encode(targets[region.Image].Boxes[item], region.Box, codes.AsSpan(i * 4, 4));
        }
        return HostTensors.From(codes, positive.Length, 4);
    }
}
