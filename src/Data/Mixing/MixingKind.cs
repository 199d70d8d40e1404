namespace Graft.Data;

/// <summary>How a batch was mixed.</summary>
public enum MixingKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each image is a blend of two.</summary>
    Mixup,

    /// <summary>Each image has a rectangle of another.</summary>
    Cutmix,
}
