using Graft.Imaging;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>The loss of logits N x C x H x W for one batch's targets; pixels of <see cref="ClassMap.Ignore"/> have no part in it.</summary>
internal sealed class SegmentationLoss
{
    private readonly SegmentationLossOptions _options;
    private readonly torch.Tensor _targets;
    private readonly torch.Tensor? _weights;
    private readonly SegmentationRanks? _ranks;
    private readonly double _smoothing, _weight, _counted;

    /// <param name="options">The mixture.</param>
    /// <param name="maps">One class map per image, all of one size.</param>
    /// <param name="weights">Weight of each class in the cross-entropy; null for equal ones.</param>
    /// <param name="smoothing">Label smoothing of the cross-entropy.</param>
    /// <param name="ranks">Ranks whose images, too, the means are taken over; null for one process.</param>
    public SegmentationLoss(SegmentationLossOptions options, IReadOnlyList<ClassMap> maps, IReadOnlyList<double>? weights, double smoothing,
        SegmentationRanks? ranks = null)
    {
        (_options, _smoothing, _ranks) = (options, smoothing, ranks);
        var histogram = new long[256];
        foreach (var map in maps)
        {
            var counts = map.Histogram();
            for (var value = 0; value < counts.Length; value++) histogram[value] += counts[value];
        }
        // At least one, so that a batch of which nothing counts has the loss 0 and not 0 / 0; of several ranks' parts one may well have none.
        _counted = Math.Max(ranks is null ? 1 : 1e-12, histogram.Sum() - histogram[ClassMap.Ignore]);
        _weight = weights is null ? _counted : Math.Max(1e-12, weights.Select((weight, label) => weight * histogram[label]).Sum());
        _weights = weights is null ? null : HostTensors.From([.. weights.Select(weight => (float)weight)], weights.Count);
        _targets = HostTensors.FromLabels([.. maps.Select(map => map.Values)], maps[0].Height, maps[0].Width);
    }

    /// <summary>What the mean is taken over: weighted pixels of the cross-entropy, else pixels that count.</summary>
    public double Weight => _options.CrossEntropy > 0 ? _weight : _counted;

    /// <summary>The loss of some logits, the auxiliary classifier's by a factor: on several ranks this one's part of it.</summary>
    public torch.Tensor Of(torch.Tensor logits, torch.Tensor? auxiliary = null, double factor = 0)
    {
        IReadOnlyList<(torch.Tensor Logits, double Factor)> all = auxiliary is null ? [(logits, 1)] : [(logits, 1), (auxiliary, factor)];
        IReadOnlyList<DiceSums> dice = _options.Dice > 0 ? [.. all.Select(one => DiceSums.Of(one.Logits, _targets))] : [];
        var counted = _counted;
        if (_ranks is not null) (counted, dice) = _ranks.Whole(counted, dice);
        torch.Tensor? sum = null;
        foreach (var (i, one) in all.Index())
        {
            var loss = _options.CrossEntropy > 0 ? CrossEntropy(one.Logits).Times(_options.CrossEntropy) : null;
            if (_options.Focal > 0) loss = Plus(loss, Focal(one.Logits, counted).Times(_options.Focal));
            if (_options.Dice > 0)
            {
                var own = dice[i].Loss().Times(_options.Dice);
                loss = Plus(loss, _ranks is { Counts: false } ? own.Minus(own.detach()) : own); // all ranks have the whole of it, and one counts it
            }
            sum = Plus(sum, one.Factor == 1 ? loss! : loss!.Times(one.Factor));
        }
        return sum!;
    }

    private torch.Tensor CrossEntropy(torch.Tensor logits) => functional.cross_entropy(logits, _targets, _weights, ClassMap.Ignore, Reduction.Sum, _smoothing)
        .Over(_ranks is { WholeWeight: var whole } ? Math.Max(1e-12, whole()) : _weight);

    private torch.Tensor Focal(torch.Tensor logits, double counted) =>
        FocalLoss.Softmax(logits, _targets, ClassMap.Ignore, _options.FocalGamma).sum().Over(Math.Max(1e-12, counted));

    private static torch.Tensor Plus(torch.Tensor? sum, torch.Tensor term) => sum is null ? term : sum.Plus(term);
}
