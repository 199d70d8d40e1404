namespace Graft.Training;

/// <summary>What makes descriptors of one identity alike and those of two different.</summary>
public enum IdentityLoss
{
    /// <summary>The cosine with the own prototype must be ahead of the others by a margin (Wang et al., arXiv:1801.09414).</summary>
    CosFace,

    /// <summary>The angle to the own prototype must be smaller by a margin (Deng et al., arXiv:1801.07698).</summary>
    ArcFace,

    /// <summary>
    /// Of each image the farthest one of its identity must be nearer by a margin than the nearest one of another, in its batch (Hermans et al.,
    /// arXiv:1703.07737).
    /// </summary>
    Triplet,
}
