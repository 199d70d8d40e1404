using Graft.Artifacts;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Where a network rounds to 8 bits while it is trained, so that it learns to live with it: the codes of the file of 8 bits, with gradients that go straight
/// through the rounding (Jacob et al., 2018, https://arxiv.org/abs/1712.05877; Bengio et al., 2013, https://arxiv.org/abs/1308.3432).
/// </summary>
/// <param name="Nodes">Of each node of the graph.</param>
internal sealed record FakeQuantisation(IReadOnlyList<FakeQuantisedNode> Nodes)
{
    private const int MaxCode = sbyte.MaxValue;
    private const double LargestBias = 1 << 30; // as of the quantiser

    /// <summary>That of the part of the graph behind a cut.</summary>
    /// <param name="first">Its first node in the whole graph.</param>
    /// <param name="boundary">The node that it reads.</param>
    public FakeQuantisation From(int first, int boundary) => new([Nodes[boundary], .. Nodes.Skip(first)]);

    /// <summary>What an activation is after 8 bits. Its gradient is that of what was not cut off at an end of the range.</summary>
    public static torch.Tensor Activation(torch.Tensor x, ActivationRange range)
    {
        var (step, zero) = range.Codes;
        if (!x.requires_grad || !torch.is_grad_enabled()) return Rounded(x);
        var inside = x.clamp(-zero * step, (byte.MaxValue - zero) * step);
        using var noGradient = torch.no_grad();
        var difference = Rounded(x).sub_(inside);
        using var again = torch.enable_grad();
        return inside.add(difference);

        torch.Tensor Rounded(torch.Tensor values) => values.div(step).round_().clamp_(-zero, byte.MaxValue - zero).mul_(step);
    }

    /// <summary>What weights are after 8 bits, with a step for each output channel, which is their first dimension; and what a bias is after 32.</summary>
    /// <param name="weight">The weights.</param>
    /// <param name="bias">The bias; null for none.</param>
    /// <param name="step">Of the codes that the layer reads.</param>
    public static (torch.Tensor Weight, torch.Tensor? Bias) Layer(torch.Tensor weight, torch.Tensor? bias, double step)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor difference;
        torch.Tensor? shift = null;
        using (torch.no_grad())
        {
            long[] others = [.. Enumerable.Range(1, (int)weight.dim() - 1).Select(dimension => (long)dimension)];
            var steps = weight.abs().amax(others, keepdim: true).div_(MaxCode).clamp_min_(1e-12);
            if (bias is not null) steps = steps.maximum(bias.abs().div_(step * LargestBias).view(steps.shape));
            difference = weight.div(steps).round_().mul_(steps).sub_(weight);
            if (bias is not null)
            {
                var sums = steps.mul(step).view(-1);
                shift = bias.div(sums).round_().mul_(sums).sub_(bias);
            }
        }
        return (weight.add(difference).MoveToOuterDisposeScope(), bias?.add(shift!).MoveToOuterDisposeScope());
    }
}

/// <summary>What of a node is in 8 bits.</summary>
/// <param name="IsQuantised">Whether it works on codes: it reads what it reads in 8 bits, and its weights, if it has any, are too.</param>
/// <param name="Made">Range of its answer where that exists in 8 bits only.</param>
/// <param name="Read">Range of its answer where only nodes of 8 bits read it so.</param>
internal readonly record struct FakeQuantisedNode(bool IsQuantised, ActivationRange? Made, ActivationRange? Read)
{
    /// <summary>Of a norm, whether it is part of the convolution before it.</summary>
    public bool IsFolded { get; init; }
}
