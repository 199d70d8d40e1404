using TorchSharp;

namespace Graft.Training;

/// <summary>Triplets of each image of a batch with the farthest of its identity and the nearest of another.</summary>
internal static class BatchHardTriplets
{
    // Descriptors of length 1 are 2 apart at most.
    private const double Far = 4, SmallestSquare = 1e-6;

    /// <summary>The mean over the images of how much the margin is missed by.</summary>
    /// <param name="descriptors">N x numbers of length 1; two identities at least.</param>
    /// <param name="labels">N x 1 identities, 64-bit.</param>
    /// <param name="margin">A distance.</param>
    public static torch.Tensor Of(torch.Tensor descriptors, torch.Tensor labels, double margin)
    {
        var distances = descriptors.matmul(descriptors.t()).Times(-2).Plus(2).AtLeast(SmallestSquare).sqrt();
        var same = labels.eq(labels.t()).to_type(distances.dtype);
        // An image is no pair with itself; its distance of nothing is never the farthest.
        var farthest = distances.mul(same).amax([1]);
        var nearest = distances.Plus(same.Times(Far)).amin([1]);
        return farthest.Minus(nearest).Plus(margin).AtLeast(0).mean();
    }
}
