namespace Graft.Training;

/// <summary>How the rate falls after the warm-up.</summary>
public enum RateDecay
{
    /// <summary>Half a cosine (Loshchilov and Hutter, arXiv:1608.03983).</summary>
    Cosine,

    /// <summary>(1 - share done) to the power of 0.9, usual in segmentation (Liu et al., arXiv:1506.04579).</summary>
    Polynomial,
}
