using Graft.Networks;
using Graft.Tasks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>
/// What the second stage learns. Cutting regions is C# code, so autograd ends at the cells: the heads' gradients are taken at once and brought
/// back to the levels, and a stand-in sum(level * gradient) carries them on. No managed code runs inside torch's backward pass, where an exception
/// would end the process.
/// </summary>
internal sealed class RegionLoss(DetectionNetwork network, IReadOnlyList<SceneTarget> targets)
{
    private readonly RegionPooling _pooling = RegionPooling.Of(network);

    /// <summary>Factor on the gradients of the heads' parameters: <see cref="Batch.Share"/>.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Regions of the whole batch, which the loss of boxes is divided by.</summary>
    public required double Regions { get; init; }

    /// <summary>Those of them that masks are learned from.</summary>
    public required double MaskRegions { get; init; }

    /// <summary>The loss, as a value that passes the gradient on to the levels; that of the heads' parameters is there already.</summary>
    public torch.Tensor Of(AnchorGrid grid, RegionChoice choice, RegionChoice masked, IReadOnlyList<TorchGraph> heads, bool isTraining)
    {
        IReadOnlyList<torch.Tensor> levels = [.. grid.Levels.Take(network.RegionLevels)];
        if (choice.Regions.Count == 0) return torch.zeros([]);
        var loss = Boxes(levels, choice, heads[0], isTraining);
        if (masked.Regions.Count > 0) loss = loss.Plus(Masks(levels, masked, heads[1], isTraining));
        return loss;
    }

    private torch.Tensor Boxes(IReadOnlyList<torch.Tensor> levels, RegionChoice choice, TorchGraph head, bool isTraining)
    {
        var (pooled, order) = _pooling.Pool(levels, choice.Regions, DetectionArchitecture.Cells);
        var sorted = choice.In(order);
        return SurrogateLoss(levels, sorted.Regions, pooled, DetectionArchitecture.Cells, isTraining, cells =>
        {
            var outputs = head.Forward(cells, isTraining).Outputs;
            var loss = functional.cross_entropy(outputs[0], torch.tensor(sorted.Labels.Select(label => (long)label).ToArray()),
                reduction: Reduction.Sum);
            var positive = sorted.Positive;
            if (positive.Length == 0) return loss.Over(Regions);
            // Each region has four values per class; those of its own class count.
            var rows = torch.tensor(positive.Select(i => (long)i * network.Outputs + sorted.Labels[i]).ToArray());
            var codes = outputs[1].reshape(-1, 4).index_select(0, rows);
            return loss.Plus(functional.smooth_l1_loss(codes, sorted.Codes(targets), Reduction.Sum, AnchorLoss.SmoothL1Beta)).Over(Regions);
        });
    }

    private torch.Tensor Masks(IReadOnlyList<torch.Tensor> levels, RegionChoice choice, TorchGraph head, bool isTraining)
    {
        var (pooled, order) = _pooling.Pool(levels, choice.Regions, MaskHeadOptions.Cells);
        var sorted = choice.In(order);
        return SurrogateLoss(levels, sorted.Regions, pooled, MaskHeadOptions.Cells, isTraining, cells =>
        {
            var masks = head.Forward(cells, isTraining).Output;
            var rows = torch.tensor(sorted.Labels.Select((label, i) => (long)i * network.Outputs + label).ToArray());
            var side = (int)masks.shape[2];
            return functional.binary_cross_entropy_with_logits(masks.reshape(-1, side, side).index_select(0, rows),
                MaskTargets.Of(sorted, targets, side), reduction: Reduction.Sum).Over(MaskRegions * side * side);
        });
    }

    private torch.Tensor SurrogateLoss(IReadOnlyList<torch.Tensor> levels, IReadOnlyList<Region> regions, torch.Tensor pooled, int cells, bool isTraining,
        Func<torch.Tensor, torch.Tensor> lossOf)
    {
        if (!isTraining) return lossOf(pooled);
        var leaf = pooled.detach().requires_grad_(true);
        var loss = lossOf(leaf);
        (Share == 1 ? loss : loss.Times(Share)).backward(); // the heads' gradients; those below are scaled with the whole loss
        var carried = loss.detach();
        using var scaled = leaf.grad!;
        var pooledGradient = Share is 0 or 1 ? scaled : scaled.Over(Share);
        for (var i = 0; i < levels.Count; i++)
            if (levels[i].requires_grad && _pooling.Gradient(pooledGradient, levels[i], i, regions, cells) is { } gradient)
            {
                var sum = levels[i].mul(gradient).sum();
                carried = carried.Plus(sum.Minus(sum.detach()));
            }
        return carried;
    }
}
