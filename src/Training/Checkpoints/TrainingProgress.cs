namespace Graft.Training;

/// <summary>Where a training stands: the part of a checkpoint that is not tensors, kept as state.json.</summary>
internal sealed record TrainingProgress
{
    /// <summary>What is trained on what; a checkpoint of another job is refused.</summary>
    public IReadOnlyDictionary<string, string> Job { get; init; } = new Dictionary<string, string>();

    /// <summary>Layout it was begun with: another one rounds otherwise.</summary>
    public MemoryLayout Layout { get; init; }

    /// <summary>Type of the feature maps it was begun with.</summary>
    public Precision Precision { get; init; }

    /// <summary>Why it is trained so; null in checkpoints of earlier versions.</summary>
    public EngineChoice? Engine { get; init; }

    /// <summary>Phase under way, from 0.</summary>
    public int Phase { get; set; }

    /// <summary>Epochs finished in this phase.</summary>
    public int EpochsInPhase { get; set; }

    /// <summary>Epochs finished in all phases.</summary>
    public int Epochs { get; set; }

    /// <summary>Batches done in the epoch under way.</summary>
    public int Batches { get; set; }

    /// <summary>Optimizer steps in this phase.</summary>
    public long Steps { get; set; }

    /// <summary>Sum over the images of the epoch under way of their loss.</summary>
    public double LossSum { get; set; }

    /// <summary>Their number.</summary>
    public long Images { get; set; }

    /// <summary>Epochs of this phase since the best.</summary>
    public int SinceBest { get; set; }

    /// <summary>Best metrics so far.</summary>
    public ValidationMetrics? Best { get; set; }

    /// <summary>Finished epochs.</summary>
    public List<EpochResult> History { get; init; } = [];

    /// <summary>Name of the file with the tensors that belong to this state.</summary>
    public string Tensors { get; set; } = "";

    /// <summary>Goes to the next phase.</summary>
    public void NextPhase()
    {
        Phase++;
        (EpochsInPhase, Batches, Steps, SinceBest) = (0, 0, 0, 0);
    }
}
