namespace Graft.Tasks;

/// <summary>By what a penalty is chosen in cross-validation.</summary>
public enum PenaltySelection
{
    /// <summary>Lowest log-loss over the held-out images.</summary>
    LogLoss,

    /// <summary>Highest accuracy over the held-out images; of equals the lowest log-loss.</summary>
    Accuracy,
}
