namespace Graft.Tasks;

/// <summary>What is compared when a detection meets a true object.</summary>
public enum OverlapKind
{
    /// <summary>Boxes.</summary>
    Boxes,

    /// <summary>Masks; every object and every detection needs one.</summary>
    Masks,
}
