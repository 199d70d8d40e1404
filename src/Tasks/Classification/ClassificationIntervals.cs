namespace Graft.Tasks;

/// <summary>Intervals of a report's metrics; null where one was not computed (the report's notes say why).</summary>
public sealed record ClassificationIntervals
{
    /// <summary>Wilson's interval of the accuracy; it keeps a width when there was no mistake.</summary>
    public required ConfidenceInterval Accuracy { get; init; }

    /// <summary>Wilson's interval of the top-k accuracy.</summary>
    public required ConfidenceInterval TopKAccuracy { get; init; }

    /// <summary>Bootstrap interval of the accuracy.</summary>
    public ConfidenceInterval? BootstrapAccuracy { get; init; }

    /// <summary>Bootstrap interval of the balanced accuracy.</summary>
    public ConfidenceInterval? BalancedAccuracy { get; init; }

    /// <summary>Bootstrap interval of the macro F1.</summary>
    public ConfidenceInterval? MacroF1 { get; init; }

    /// <summary>Bootstrap interval of the weighted F1.</summary>
    public ConfidenceInterval? WeightedF1 { get; init; }

    /// <summary>Bootstrap interval of the log-loss.</summary>
    public ConfidenceInterval? LogLoss { get; init; }

    /// <summary>Bootstrap interval of the macro ROC AUC.</summary>
    public ConfidenceInterval? RocAuc { get; init; }

    /// <summary>How the bootstrap was done.</summary>
    public required string Method { get; init; }
}
