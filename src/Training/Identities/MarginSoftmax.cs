using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>Cross-entropy over the cosines of descriptors with one prototype for each identity, the own one made harder by a margin.</summary>
internal static class MarginSoftmax
{
    // A sine has no gradient at a cosine of 1, and float32 no digits below this.
    private const double SmallestSquare = 1e-6;

    /// <summary>The mean over the images.</summary>
    /// <param name="descriptors">N x numbers of length 1.</param>
    /// <param name="prototypes">Identities x numbers of any length.</param>
    /// <param name="labels">N x 1 identities, 64-bit.</param>
    /// <param name="options">CosFace or ArcFace, with margin and scale.</param>
    public static torch.Tensor Of(torch.Tensor descriptors, torch.Tensor prototypes, torch.Tensor labels, IdentityLossOptions options)
    {
        var cosines = descriptors.matmul(functional.normalize(prototypes, 2, 1, 1e-12).t());
        var own = cosines.gather(1, labels);
        var harder = options.Loss == IdentityLoss.ArcFace ? Turned(own, options.Margin) : own.Plus(-options.Margin);
        var mask = functional.one_hot(labels.squeeze(1), prototypes.shape[0]).to_type(cosines.dtype);
        return functional.cross_entropy(cosines.Plus(mask.mul(harder.Minus(own))).Times(options.Scale), labels.squeeze(1));
    }

    // The cosine of the angle with the margin added; beyond 180 degrees, where that would rise again, a straight line that falls.
    private static torch.Tensor Turned(torch.Tensor cosine, double margin)
    {
        var sine = cosine.mul(cosine).Complement().AtLeast(SmallestSquare).sqrt();
        var turned = cosine.Times(Math.Cos(margin)).Minus(sine.Times(Math.Sin(margin)));
        return torch.where(cosine.IsAtLeast(-Math.Cos(margin)), turned, cosine.Plus(-margin * Math.Sin(margin)));
    }
}
