namespace Graft.Data;

/// <summary>Which policy picks operations at random, after the crop and the flips.</summary>
public enum AugmentationPolicy
{
    /// <summary>No policy.</summary>
    None,

    /// <summary>A few operations at one strength: RandAugment, arXiv:1909.13719.</summary>
    RandAugment,

    /// <summary>One operation at any strength: TrivialAugment with the wide space, arXiv:2103.10158.</summary>
    TrivialAugmentWide,
}
