namespace Graft;

/// <summary>How much of a pretrained network is trained.</summary>
public enum Strategy
{
    /// <summary>Nothing by gradient: features once, then logistic regression. The plan has no phases; the solution goes into the head.</summary>
    Probe,

    /// <summary>The head by gradient; everything before it is frozen.</summary>
    Head,

    /// <summary>The stages after the one named to stay frozen.</summary>
    Partial,

    /// <summary>Everything at once, with a rate that falls stage by stage towards the stem.</summary>
    Full,

    /// <summary>The head first, so that its random start does not disturb the rest; then everything (Howard and Ruder, arXiv:1801.06146).</summary>
    Gradual,

    /// <summary>Everything from fresh values, as the baseline.</summary>
    Scratch,

    /// <summary>Nothing by gradient: features once, then a shrunken linear discriminant behind the frozen network; for identities alone.</summary>
    Adapt,
}
