namespace Graft;

/// <summary>How much of the network is trained.</summary>
public enum Strategy
{
    /// <summary>Features once, then multinomial logistic regression: the cheapest, and hard to beat on little data.</summary>
    Probe,

    /// <summary>The head by gradient, with augmentation; the backbone stays as it is.</summary>
    Head,

    /// <summary>Everything after the stage named by --freeze.</summary>
    Partial,

    /// <summary>All stages at once, the early ones at lower rates.</summary>
    Full,

    /// <summary>The head first, then all stages: the default.</summary>
    Gradual,

    /// <summary>No pretrained weights: the baseline that says what transfer is worth.</summary>
    Scratch,
}
