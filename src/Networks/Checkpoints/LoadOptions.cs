namespace Graft.Networks;

/// <summary>What may differ between a graph and the checkpoint that is loaded into it.</summary>
internal sealed record LoadOptions
{
    /// <summary>Stage whose parameters are the classifier.</summary>
    public string HeadStage { get; init; } = "head";

    /// <summary>
    /// Layers of the classifier (and of auxiliary ones) that are missing or have another number of classes are taken whole from
    /// <see cref="Initial"/> instead of refused.
    /// </summary>
    public bool AllowNewHead { get; init; }

    /// <summary>
    /// The classifier is taken from <see cref="Initial"/> even where the checkpoint's would fit: a thousand classes of one's own are not
    /// ImageNet's.
    /// </summary>
    public bool RenewHead { get; init; }

    /// <summary>
    /// Names that start so have no usable values in the file, though it has their tensors: they are taken from <see cref="Initial"/>. A network that
    /// is published for its features alone has them.
    /// </summary>
    public IReadOnlyList<string> WithoutValues { get; init; } = [];

    /// <summary>
    /// Values for what is not loaded: the head, and auxiliary classifiers. Those of
    /// <see cref="ParameterInitialiser.CreateNamed"/> are enough.
    /// </summary>
    public ParameterSet? Initial { get; init; }

    /// <summary>
    /// Names that start so belong to auxiliary classifiers, used while training only: the checkpoint may lack them or
    /// have them in excess, and both are reported. torchvision's spellings by default.
    /// </summary>
    public IReadOnlyList<string> Auxiliary { get; init; } = ["AuxLogits.", "aux1.", "aux2.", "aux_classifier."];
}
