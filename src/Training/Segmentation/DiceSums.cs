using Graft.Imaging;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>What Dice compares, as sums over the pixels of a batch that count: vectors of a value per class.</summary>
/// <param name="Shared">Probabilities of the true class.</param>
/// <param name="Found">All probabilities.</param>
/// <param name="Truth">Pixels of each class.</param>
internal sealed record DiceSums(torch.Tensor Shared, torch.Tensor Found, torch.Tensor Truth)
{
    public static DiceSums Of(torch.Tensor logits, torch.Tensor targets)
    {
        var mask = targets.IsNot(ClassMap.Ignore).unsqueeze(1).to_type(logits.dtype);
        var truth = functional.one_hot(targets.AtMost(logits.shape[1] - 1), logits.shape[1]).permute(0, 3, 1, 2).mul(mask);
        var predicted = logits.softmax(1).mul(mask);
        long[] pixels = [0, 2, 3];
        return new(predicted.mul(truth).sum(pixels), predicted.sum(pixels), truth.sum(pixels));
    }

    /// <summary>1 - Dice, the mean over the classes that occur.</summary>
    public torch.Tensor Loss()
    {
        var occurs = Truth.IsNot(0).to_type(Shared.dtype);
        var dice = Shared.Times(2).Plus(1).div(Found.Plus(Truth).Plus(1));
        return dice.neg().Plus(1).mul(occurs).sum().div(occurs.sum().AtLeast(1));
    }

    /// <summary>The values, one vector after another.</summary>
    public float[] Values() => HostTensors.ToHost(torch.cat([Shared, Found, Truth]).detach().to_type(torch.ScalarType.Float32)).Data;

    /// <summary>These sums with those of others added, which have no gradient here.</summary>
    /// <param name="others">As <see cref="Values"/>.</param>
    public DiceSums With(ReadOnlySpan<float> others)
    {
        var classes = (int)Shared.numel();
        return new(More(Shared, others[..classes]), More(Found, others.Slice(classes, classes)), More(Truth, others[(2 * classes)..]));

        static torch.Tensor More(torch.Tensor own, ReadOnlySpan<float> values) =>
            own.Plus(HostTensors.From(values.ToArray(), values.Length).to_type(own.dtype));
    }
}
