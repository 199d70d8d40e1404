namespace Graft.Training;

/// <summary>How the ranks of a training work together. Numbers of one process do not depend on it.</summary>
internal sealed record RankOptions
{
    /// <summary>Gradients go from rank to rank in bfloat16: half the bytes, and about two digits.</summary>
    public bool CompressesGradients { get; init; }

    /// <summary>Norms that use the batch use that of all ranks.</summary>
    public bool SynchronisesNorms { get; init; }

    /// <summary>Gradients are summed while the backward pass goes on.</summary>
    public bool Overlaps { get; init; } = true;

    /// <summary>Minutes after which a checkpoint is left within an epoch; 0 for none.</summary>
    public double CheckpointMinutes { get; init; }
}
