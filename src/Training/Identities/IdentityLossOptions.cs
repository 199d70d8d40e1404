using System.ComponentModel.DataAnnotations;

namespace Graft.Training;

/// <summary>A loss of identities.</summary>
/// <param name="Loss">Which.</param>
internal sealed record IdentityLossOptions(IdentityLoss Loss)
{
    /// <summary>A cosine for CosFace, an angle for ArcFace, a distance for triplets.</summary>
    [Range(0.0, 1.5)] public double Margin { get; init; } = MarginOf(Loss);

    /// <summary>What cosines are multiplied with before the softmax; triplets have none.</summary>
    [Range(1.0, 256.0)] public double Scale { get; init; } = 30;

    /// <summary>The margin of the papers, for triplets on descriptors of length 1.</summary>
    public static double MarginOf(IdentityLoss loss) => loss switch { IdentityLoss.CosFace => 0.35, IdentityLoss.ArcFace => 0.5, _ => 0.3 };
}
