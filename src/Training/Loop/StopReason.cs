namespace Graft.Training;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were done.</summary>
    Finished,

    /// <summary>The watched metric did not get better for the patience, in the last phase.</summary>
    NoImprovement,

    /// <summary>It was cancelled; a checkpoint was left where a folder was given.</summary>
    Cancelled,
}
