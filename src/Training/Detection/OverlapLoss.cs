using Graft.Imaging;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>Generalised intersection over union as a loss (Rezatofighi et al., arXiv:1902.09630, as torchvision): boxes that do not touch still pull at each other.</summary>
internal static class OverlapLoss
{
    private const double MinArea = 1e-7; // of areas that are divided by, as torchvision

    /// <summary>The sum over boxes of 1 minus their overlap, which is between -1 and 1.</summary>
    /// <param name="codes">N x 4, relative to the anchors.</param>
    /// <param name="anchors">N.</param>
    /// <param name="truth">N boxes that should be found.</param>
    public static torch.Tensor Of(torch.Tensor codes, IReadOnlyList<Box> anchors, IReadOnlyList<Box> truth)
    {
        var (predicted, target) = (Decode(codes, anchors), Of(truth));
        var shared = Length(predicted, target, horizontal: true).AtLeast(0).mul(Length(predicted, target, horizontal: false).AtLeast(0));
        var union = Area(predicted).Plus(Area(target)).Minus(shared);
        var hull = torch.maximum(predicted.Right, target.Right).Minus(torch.minimum(predicted.Left, target.Left))
            .mul(torch.maximum(predicted.Bottom, target.Bottom).Minus(torch.minimum(predicted.Top, target.Top)));
        var overlap = shared.div(union.Plus(MinArea)).Minus(hull.Minus(union).div(hull.Plus(MinArea)));
        return overlap.Complement().sum();
    }

    private static Sides Decode(torch.Tensor codes, IReadOnlyList<Box> anchors)
    {
        var (width, height) = (Column(anchors, box => box.Width), Column(anchors, box => box.Height));
        var x = codes.select(1, 0).mul(width).Plus(Column(anchors, box => box.X1 + 0.5f * box.Width));
        var y = codes.select(1, 1).mul(height).Plus(Column(anchors, box => box.Y1 + 0.5f * box.Height));
        var (halfWidth, halfHeight) = (Half(codes.select(1, 2), width), Half(codes.select(1, 3), height));
        return new(x.Minus(halfWidth), y.Minus(halfHeight), x.Plus(halfWidth), y.Plus(halfHeight));
    }

    private static torch.Tensor Half(torch.Tensor logarithm, torch.Tensor side) => logarithm.AtMost(BoxCoder.LargestLogarithm).exp().mul(side).Times(0.5);

    private static Sides Of(IReadOnlyList<Box> boxes) => new(Column(boxes, box => box.X1), Column(boxes, box => box.Y1), Column(boxes, box => box.X2), Column(boxes, box => box.Y2));

    private static torch.Tensor Column(IReadOnlyList<Box> boxes, Func<Box, float> value) => HostTensors.From([.. boxes.Select(value)], boxes.Count);

    private static torch.Tensor Length(Sides one, Sides other, bool horizontal) => horizontal
        ? torch.minimum(one.Right, other.Right).Minus(torch.maximum(one.Left, other.Left))
        : torch.minimum(one.Bottom, other.Bottom).Minus(torch.maximum(one.Top, other.Top));

    private static torch.Tensor Area(Sides sides) => sides.Right.Minus(sides.Left).mul(sides.Bottom.Minus(sides.Top));

    private sealed record Sides(torch.Tensor Left, torch.Tensor Top, torch.Tensor Right, torch.Tensor Bottom);
}
