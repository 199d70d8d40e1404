using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>Cross-entropy times (1 - probability of the target) to a power, so that easy candidates hardly count (Lin et al., arXiv:1708.02002).</summary>
internal static class FocalLoss
{
    /// <summary>Of sigmoids, with torchvision's gamma 2 and alpha 0.25 for objects, 0.75 for the rest.</summary>
    /// <param name="logits">Any shape.</param>
    /// <param name="targets">The same shape, 0 or 1.</param>
    /// <returns>The same shape.</returns>
    public static torch.Tensor Binary(torch.Tensor logits, torch.Tensor targets)
    {
        var probability = logits.sigmoid();
        var entropy = functional.binary_cross_entropy_with_logits(logits, targets, reduction: Reduction.None);
        var wrong = probability.mul(targets).Plus(probability.Complement().mul(targets.Complement())).Complement();
        return entropy.mul(wrong.mul(wrong)).mul(targets.Times(-0.5).Plus(0.75));
    }

    /// <summary>Of a softmax, without alpha.</summary>
    /// <param name="logits">N x C x H x W.</param>
    /// <param name="targets">N x H x W class indices.</param>
    /// <param name="ignore">The index that has no part in it.</param>
    /// <param name="gamma">How fast easy pixels fade.</param>
    /// <returns>N x H x W.</returns>
    public static torch.Tensor Softmax(torch.Tensor logits, torch.Tensor targets, long ignore, double gamma)
    {
        var entropy = functional.cross_entropy(logits, targets, null, ignore, Reduction.None);
        return entropy.neg().exp().neg().Plus(1).AtLeast(1e-6).ToPower(gamma).mul(entropy);
    }
}
