namespace Graft.Training;

/// <summary>What batch norms of trained stages do. Those of frozen stages always keep their statistics.</summary>
public enum NormStatistics
{
    /// <summary>Fixed for fewer than 2000 training images or batches under 16, unless nothing is pretrained; moving otherwise.</summary>
    Automatic,

    /// <summary>They keep the pretrained running statistics and learn only scale and shift: steadier with little data, and faster.</summary>
    Fixed,

    /// <summary>They use each batch's statistics and move the running ones.</summary>
    Moving,
}
