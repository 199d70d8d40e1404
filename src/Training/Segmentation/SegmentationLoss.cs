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
    private readonly double _smoothing, _weight, _counted;

    /// <param name="options">The mixture.</param>
    /// <param name="maps">One class map per image, all of one size.</param>
    /// <param name="weights">Weight of each class in the cross-entropy; null for equal ones.</param>
    /// <param name="smoothing">Label smoothing of the cross-entropy.</param>
    public SegmentationLoss(SegmentationLossOptions options, IReadOnlyList<ClassMap> maps, IReadOnlyList<double>? weights, double smoothing)
    {
        (_options, _smoothing) = (options, smoothing);
        var histogram = new long[256];
        foreach (var map in maps)
        {
            var counts = map.Histogram();
            for (var value = 0; value < counts.Length; value++) histogram[value] += counts[value];
        }
        // At least one, so that a batch of which nothing counts has the loss 0 and not 0 / 0.
        _counted = Math.Max(1, histogram.Sum() - histogram[ClassMap.Ignore]);
        _weight = weights is null ? _counted : Math.Max(1e-12, weights.Select((weight, label) => weight * histogram[label]).Sum());
        _weights = weights is null ? null : HostTensors.From([.. weights.Select(weight => (float)weight)], weights.Count);
        _targets = HostTensors.FromLabels([.. maps.Select(map => map.Values)], maps[0].Height, maps[0].Width);
    }

    /// <summary>What the mean is taken over: weighted pixels of the cross-entropy, else pixels that count.</summary>
    public double Weight => _options.CrossEntropy > 0 ? _weight : _counted;

    public torch.Tensor Of(torch.Tensor logits)
    {
        var loss = _options.CrossEntropy > 0 ? CrossEntropy(logits).Times(_options.CrossEntropy) : null;
        if (_options.Focal > 0) loss = Plus(loss, Focal(logits).Times(_options.Focal));
        return _options.Dice > 0 ? Plus(loss, Dice(logits).Times(_options.Dice)) : loss!;
    }

    private torch.Tensor CrossEntropy(torch.Tensor logits) =>
        functional.cross_entropy(logits, _targets, _weights, ClassMap.Ignore, Reduction.Sum, _smoothing).Over(_weight);

    private torch.Tensor Focal(torch.Tensor logits) => FocalLoss.Softmax(logits, _targets, ClassMap.Ignore, _options.FocalGamma).sum().Over(_counted);

    private torch.Tensor Dice(torch.Tensor logits)
    {
        var mask = _targets.IsNot(ClassMap.Ignore).unsqueeze(1).to_type(logits.dtype);
        var truth = functional.one_hot(_targets.AtMost(logits.shape[1] - 1), logits.shape[1]).permute(0, 3, 1, 2).mul(mask);
        var predicted = logits.softmax(1).mul(mask);
        long[] pixels = [0, 2, 3];
        var (shared, found, target) = (predicted.mul(truth).sum(pixels), predicted.sum(pixels), truth.sum(pixels));
        var occurs = target.IsNot(0).to_type(logits.dtype);
        var dice = shared.Times(2).Plus(1).div(found.Plus(target).Plus(1));
        return dice.neg().Plus(1).mul(occurs).sum().div(occurs.sum().AtLeast(1));
    }

    private static torch.Tensor Plus(torch.Tensor? sum, torch.Tensor term) => sum is null ? term : sum.Plus(term);
}
